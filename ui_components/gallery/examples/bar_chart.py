"""Examples of bar charts."""

from htpy import Node

from ui_components.bar_chart import bar_chart
from ui_components.chart import ChartTexts, Series, Value
from ui_components.gallery.examples.chart import LOST, WEEKS, WON
from ui_components.gallery.registry import example

GROUP = "Data"
MONTHS = ("Nov", "Dec", "Jan", "Feb", "Mar", "Apr")


@example("Side by side", height=330)
def side_by_side() -> Node:
    return bar_chart(
        WEEKS, [WON, LOST], name="Deals by week", id="deals", texts=ChartTexts(label="Week")
    )


@example("Stacked", height=330)
def stacked() -> Node:
    """For parts of a whole; each has a pattern of its own."""
    stages = [
        Series(name, [Value(step * (at + 1) * 1000.0, f"€{step * (at + 1)}k") for at in range(6)])
        for step, name in enumerate(("Expected", "Likely", "Possible", "Hoped for", "Dreamt of"), 1)
    ]
    return bar_chart(
        MONTHS,
        stages,
        name="Forecast",
        id="forecast",
        stacked=True,
        tick=lambda size: f"€{size / 1000:g}k",
    )


@example("One bar", height=300)
def one_bar() -> Node:
    return bar_chart(["Nov"], [Series("Won", [Value(0.4, "40 %")])], name="Share", id="one")


@example("Empty", height=130)
def empty() -> Node:
    return bar_chart((), [], name="Forecast", id="empty")
