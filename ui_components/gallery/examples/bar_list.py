"""Examples of bar lists."""

from htpy import Node

from ui_components.bar_list import bar_list
from ui_components.chart import ChartTexts, Series, Value
from ui_components.gallery.registry import example

GROUP = "Data"
PEOPLE = ("Grace Hopper", "Alan Turing", "Rear Admiral Grace Brewster Murray Hopper")


@example("Parts end to end", height=250)
def parts() -> Node:
    won = Series("Won", [Value(12, "12"), Value(7, "7"), Value(3, "3")])
    lost = Series("Lost", [Value(4, "4"), Value(9, "9"), Value(0, "0")])
    return bar_list(
        PEOPLE,
        [won, lost],
        name="Won and lost by owner",
        id="owners",
        totals=["75 %", "44 %", "100 %"],
        texts=ChartTexts(label="Owner"),
    )


@example("One series", height=180)
def one_series() -> Node:
    reasons = Series("Deals", [Value(8, "8"), Value(3, "3")])
    return bar_list(["Too expensive", "No answer"], [reasons], name="Why", id="reasons")


@example("Empty", height=130)
def empty() -> Node:
    return bar_list((), [], name="Why", id="empty")
