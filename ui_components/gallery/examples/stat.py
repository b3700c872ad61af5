"""Examples of stats."""

from htpy import Node

from ui_components.gallery.registry import Playground, example
from ui_components.layout import grid
from ui_components.stat import stat

GROUP = "Data"
playground = Playground(stat, given={"label": "Open pipeline", "value": "€482,300"})


@example("A row of them", height=140)
def several() -> Node:
    return grid(columns="4")[
        stat("Open pipeline", "€482,300", note="+12.4 %", note_tone="success", icon="trending-up"),
        stat("New clients", "128", note="+8 this week", icon="user-plus"),
        stat("Win rate", "31 %", note="−1.2 %", note_tone="danger", icon="trophy"),
        stat("Average cycle", "24 days", icon="clock", href="#cycle"),
    ]
