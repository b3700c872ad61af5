"""Examples of sparklines."""

from htpy import Node

from ui_components.chart import Value
from ui_components.gallery.registry import Playground, example
from ui_components.layout import grid
from ui_components.sparkline import sparkline

GROUP = "Data"
playground = Playground(
    sparkline,
    given={"values": [Value(size, str(size)) for size in (3, 5, 2, 6)], "name": "Won per week"},
    height=110,
)


@example("As they come", height=80)
def several() -> Node:
    """A line, one value, all zero, and nothing."""
    return grid(columns="4")[
        sparkline([Value(size, str(size)) for size in (3, 5, 2, 6, 8, 7)], name="Won per week"),
        sparkline([Value(4, "4")], name="Won per week"),
        sparkline([Value(0, "0")] * 3, name="Won per week"),
        sparkline([], name="Won per week"),
    ]
