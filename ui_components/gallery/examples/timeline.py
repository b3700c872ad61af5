"""Examples of timelines."""

from htpy import Node

from ui_components.card import card
from ui_components.gallery.registry import example
from ui_components.html import strong
from ui_components.timeline import Change, Day, Event, timeline, timeline_days

GROUP = "Data"


@example("Of a deal", height=420)
def of_deal() -> Node:
    return timeline(
        [
            Event(
                what=[strong["Grace Hopper"], " moved this deal"],
                when="2 hours ago",
                at="2026-11-20T10:00:00Z",
                icon="arrow-right",
                tone="info",
                changes=[Change("Status", "New", "In progress")],
            ),
            Event(
                what=[strong["Alan Turing"], " changed this deal"],
                when="yesterday",
                at="2026-11-19T16:20:00Z",
                icon="pencil",
                changes=[
                    Change("Amount", "€10,000.00", "€12,500.00"),
                    Change("Expected close", "", "24 December"),
                ],
            ),
            Event(
                what=[strong["Ada Lovelace"], " wrote a note"],
                when="12 November",
                at="2026-11-12T14:05:00Z",
                icon="notebook-text",
                tone="accent",
                text="Rang them: the budget is there.\nThey decide before Christmas.",
            ),
            Event(
                what="Created by an import",
                when="1 November",
                at="2026-11-01T09:00:00Z",
                icon="upload",
                tone="accent",
            ),
        ],
        label="What happened",
    )


@example("By days", height=330)
def by_days() -> Node:
    wrote = Event(
        what=[strong["Grace Hopper"], " wrote a note"],
        when="10:20 AM",
        at="2026-11-20T10:20:00Z",
        icon="notebook-text",
        tone="accent",
        text="Wants an offer until Friday.",
    )
    made = Event(
        what=[strong["Alan Turing"], " created this client"],
        when="4:20 PM",
        at="2026-11-19T16:20:00Z",
        icon="plus",
        tone="success",
    )
    days = [
        Day(label="Today", date="2026-11-20", events=[wrote]),
        Day(label="Yesterday", date="2026-11-19", events=[made]),
    ]
    return card(title="History")[timeline_days(days, label="History")]
