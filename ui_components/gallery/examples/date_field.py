"""Examples of days and times."""

from datetime import date, datetime, time

from htpy import Node

from ui_components.date_field import Pick, date_field
from ui_components.form import form_grid
from ui_components.gallery.registry import Playground, example

GROUP = "Forms"
START, END = date(2026, 1, 1), date(2026, 12, 31)
playground = Playground(date_field, given={"name": "due", "label": "Due"})


@example("Days and times", height=190)
def moments() -> Node:
    return form_grid[
        date_field("close", "Expected close", value=date(2026, 12, 24), min=START, max=END),
        date_field("at", "At", kind="time", value=time(14, 30)),
        date_field(
            "call",
            "Call",
            kind="datetime-local",
            value=datetime(2026, 12, 24, 14, 30),  # noqa: DTZ001  # the reader's own clock
            hint="Your time",
        ),
        date_field("due", "Due", required=True),
    ]


@example("With moments to pick", height=150)
def picks() -> Node:
    """They fill the field in; without scripts they send the form, to be shown again."""
    return form_grid[
        date_field(
            "remind",
            "Remind me",
            kind="datetime-local",
            picks=[
                Pick("In an hour", "2026-12-24T15:30"),
                Pick("Tomorrow at nine", "2026-12-25T09:00"),
            ],
        )
    ]


@example("With something wrong", height=110)
def wrong() -> Node:
    return form_grid[
        date_field("due", "Due", value=date(2020, 2, 29), min=START, error="That day is over."),
        date_field("at", "At", kind="time", hint="Office hours", error="Choose a time."),
    ]


@example("Not now", height=100)
def not_now() -> Node:
    return form_grid[date_field("due", "Due", value=END, disabled=True)]
