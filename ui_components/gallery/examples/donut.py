"""Examples of donuts."""

from htpy import Node

from ui_components.chart import Value
from ui_components.donut import donut
from ui_components.gallery.registry import Playground, example

GROUP = "Data"
playground = Playground(
    donut,
    given={
        "labels": ("Won", "Lost"),
        "values": [Value(3, "3"), Value(1, "1")],
        "name": "Results",
        "id": "results",
        "total": "4",
    },
    height=240,
)


@example("Five shares", height=260)
def five_shares() -> Node:
    """Named and counted beside the ring: colours only repeat it."""
    return donut(
        ("Too expensive", "No answer", "Another supplier", "Postponed", "Others"),
        [Value(size, str(size)) for size in (12, 8, 5, 3, 2)],
        name="Why deals were lost",
        id="reasons",
        total="30",
    )


@example("One share", height=230)
def one_share() -> Node:
    return donut(["Too expensive"], [Value(4, "4")], name="Why", id="one", total="4")


@example("All zero", height=230)
def all_zero() -> Node:
    return donut(["Won", "Lost"], [Value(0, "0")] * 2, name="Results", id="zero", total="0")


@example("Empty", height=130)
def empty() -> Node:
    return donut((), [], name="Why", id="empty")
