"""Examples of empty states."""

from htpy import Node

from ui_components.button import button, link_button
from ui_components.empty import empty_state
from ui_components.gallery.registry import Playground, example

GROUP = "Feedback"
playground = Playground(empty_state, given={"title": "Nothing here yet"}, height=220)


@example("Nothing yet", height=260)
def nothing_yet() -> Node:
    return empty_state(
        "No deals yet",
        text="A deal is something you hope to sell to this client.",
        icon="handshake",
        action=button(icon="plus")["New deal"],
    )


@example("No permission", height=240)
def no_permission() -> Node:
    """What one may not see is not hinted at: it says what can be done."""
    return empty_state(
        "Only administrators see this page",
        text="Ask one of them, or go back to what is yours.",
        icon="lock",
        action=link_button(href="#home", variant="outline")["To the dashboard"],
    )


@example("Nothing found", height=220)
def nothing_found() -> Node:
    return empty_state("No clients match", text="Try fewer words or filters.", icon="search")
