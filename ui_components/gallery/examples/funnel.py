"""Examples of funnels."""

from htpy import Node

from ui_components.chart import ChartTexts, Value
from ui_components.funnel import funnel
from ui_components.gallery.registry import example

GROUP = "Data"


@example("Three stages", height=280)
def three_stages() -> Node:
    return funnel(
        ("New", "In progress", "Won"),
        [
            Value(120, "120 · €482,300"),
            Value(64, "64 · €310,000"),
            Value(21, "21 · €98,000"),
        ],
        name="Pipeline by stage",
        id="pipeline",
        texts=ChartTexts(label="Stage"),
    )


@example("Wider below", height=200)
def wider_below() -> Node:
    return funnel(["New", "Won"], [Value(2, "2"), Value(9, "9")], name="Pipeline", id="wider")


@example("Nothing in it", height=200)
def nothing_in_it() -> Node:
    return funnel(["New", "Won"], [Value(0, "0")] * 2, name="Pipeline", id="nothing")


@example("Empty", height=130)
def empty() -> Node:
    return funnel((), [], name="Pipeline", id="empty")
