"""Examples of what charts share."""

from htpy import Node

from ui_components.chart import ChartTexts, Series, Value, chart, chart_legend, swatch
from ui_components.gallery.registry import example
from ui_components.layout import row

GROUP = "Data"
WEEKS = ("2 Nov", "9 Nov", "16 Nov", "23 Nov")
WON = Series("Won", [Value(3, "3"), Value(5, "5"), Value(2, "2"), Value(6, "6")])
LOST = Series("Lost", [Value(1, "1"), Value(2, "2"), Value(4, "4"), Value(0, "0")])


@example("A frame with its numbers", height=220)
def frame() -> Node:
    """The table below is closed at first, and holds what the plot shows."""
    texts = ChartTexts(label="Week")
    return chart(WEEKS, [WON, LOST], name="Deals by week", id="frame", texts=texts)[
        "The plot stands here."
    ]


@example("Nothing to show", height=130)
def nothing() -> Node:
    return chart((), [], name="Deals by week", id="nothing")[None]


@example("A legend", height=80)
def legend() -> Node:
    """Patterns tell the series apart where colours do not. They belong to a chart of this id."""
    return chart(WEEKS, [WON, LOST], name="Deals by week", id="legend", legend=False)[
        row[chart_legend(["Won", "Lost"], id="legend"), swatch(1, id="legend")]
    ]
