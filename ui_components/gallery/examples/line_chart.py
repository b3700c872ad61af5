"""Examples of line charts."""

from htpy import Node

from ui_components.chart import ChartTexts, Series, Value
from ui_components.gallery.examples.chart import LOST, WEEKS, WON
from ui_components.gallery.registry import example
from ui_components.line_chart import line_chart

GROUP = "Data"
DAYS = [f"{day} Nov" for day in range(1, 31)]


@example("Two series", height=330)
def two_series() -> Node:
    """Hover a week for its numbers; the dashes tell the lines apart without colours."""
    return line_chart(
        WEEKS, [WON, LOST], name="Deals by week", id="deals", texts=ChartTexts(label="Week")
    )


@example("Many labels, money", height=300)
def many_labels() -> Node:
    """What the numbers are called is up to whoever draws: here in thousands."""
    values = [Value(day * 700.0 % 9000, f"€{day * 700 % 9000:,}") for day in range(1, 31)]
    return line_chart(
        DAYS,
        [Series("Open", values)],
        name="Open pipeline",
        id="open",
        tick=lambda size: f"€{size / 1000:g}k",
    )


@example("One point", height=300)
def one_point() -> Node:
    return line_chart(
        ["23 Nov"], [Series("Won", [Value(6, "6")])], name="Deals by week", id="point"
    )


@example("All zero", height=300)
def all_zero() -> Node:
    return line_chart(WEEKS, [Series("Won", [Value(0, "0")] * 4)], name="Deals by week", id="zero")


@example("Empty", height=130)
def empty() -> Node:
    return line_chart((), [], name="Deals by week", id="empty")
