"""Examples of segmented views."""

from htpy import Node

from ui_components.gallery.registry import example
from ui_components.segmented import View, segmented

GROUP = "Actions"


@example("Board or list", height=90)
def board_or_list() -> Node:
    return segmented(
        [
            View(label="Board", href="#board", icon="square-kanban", current=True),
            View(label="List", href="#list", icon="list"),
        ],
        label="View",
    )
