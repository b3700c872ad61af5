"""Examples of stats."""

from htpy import Node

from ui_components.chart import Value
from ui_components.gallery.registry import Playground, example
from ui_components.layout import grid
from ui_components.sparkline import sparkline
from ui_components.stat import Trend, stat

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


@example("With a trend", height=180)
def with_a_trend() -> Node:
    """The tone says whether up is good."""
    weeks = [Value(size, str(size)) for size in (3, 5, 2, 6, 8)]
    return grid(columns="4")[
        stat("Open", "€482,300", others=["$12,400", "£9,050"], note="184 deals"),
        stat("Won", "€98,000", trend=Trend("+12.4 %", "up", "success")),
        stat("Average cycle", "24 days", trend=Trend("3 days more", "up", "danger")),
        stat(
            "New clients",
            "8",
            trend=Trend("As before", "level"),
            chart=sparkline(weeks, name="By week"),
        ),
    ]
