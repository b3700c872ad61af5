"""Examples of badges."""

from htpy import Node

from ui_components.badge import badge
from ui_components.gallery.registry import Playground, example
from ui_components.layout import row

GROUP = "Data"
playground = Playground(badge, given={"text": "In progress"})


@example("Tones")
def tones() -> Node:
    return row()[
        badge("Draft"),
        badge("New", tone="accent"),
        badge("In progress", tone="info"),
        badge("Won", tone="success"),
        badge("Overdue", tone="warning"),
        badge("Lost", tone="danger"),
    ]


@example("With a mark")
def marks() -> Node:
    return row()[
        badge("Online", tone="success", dot=True),
        badge("Away", tone="warning", dot=True),
        badge("Won", tone="success", icon="trophy"),
        badge("Locked", icon="lock"),
    ]
