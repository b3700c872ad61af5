"""Examples of toasts."""

from htpy import Node

from ui_components.button import link_button
from ui_components.gallery.registry import example
from ui_components.toast import toast, toaster

GROUP = "Feedback"


@example("In their corner", height=320)
def corner() -> Node:
    """Good news leaves by itself, bad news stays. Here all stay."""
    undo = link_button(href="#undo", variant="outline", size="xs")["Undo"]
    return toaster[
        toast("Client created", seconds=None),
        toast("Deal moved to Won", detail="€12,500 at Acme Ltd", action=undo, seconds=None),
        toast("Changed by someone else", tone="warning", detail="This is theirs.", seconds=None),
        toast("Not saved", tone="danger", detail="The server did not answer."),
    ]
