"""Examples of segmented views."""

from htpy import Node

from ui_components.gallery.registry import Playground, example
from ui_components.segmented import View, segmented

GROUP = "Actions"
playground = Playground(
    segmented,
    given={
        "views": [
            View(label="Board", href="#1", current=True),
            View(label="List", href="#2"),
        ],
        "label": "How deals are shown",
    },
)


@example("Board or list", height=90)
def board_or_list() -> Node:
    return segmented(
        [
            View(label="Board", href="#board", icon="square-kanban", current=True),
            View(label="List", href="#list", icon="list"),
        ],
        label="View",
    )
