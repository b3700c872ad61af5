"""Examples of choices."""

from htpy import Node

from ui_components.choices import choices
from ui_components.field import Option
from ui_components.gallery.registry import example

GROUP = "Forms"


@example("Why it was lost", height=140)
def reasons() -> Node:
    named = ("Too expensive", "A competitor won", "No budget", "No answer")
    return choices("reason", "Reason", [Option(name, name) for name in named], value="No budget")
