"""What happened, newest first: who did what, when, and which values changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from htpy import Node

from ui_components import html as h
from ui_components import icons
from ui_components.badge import Tone
from ui_components.html import Tag
from ui_components.icons import IconName


@dataclass(frozen=True, slots=True)
class Change:
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """``when`` is for people, ``at`` the same moment in ISO 8601; ``text`` is what was said."""

    what: Node
    when: str
    at: str
    icon: IconName = "activity"
    tone: Tone = "neutral"
    changes: Sequence[Change] = ()
    action: Node = None
    text: str = ""
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """``label`` is for people ("Yesterday"), ``date`` the same in ISO 8601.

    One that goes on from what is above it has no ``label``.
    """

    label: str
    date: str
    events: Sequence[Event]


def timeline_days(
    days: Sequence[Day], *, label: str, focused: bool = False, level: Literal[2, 3] = 3
) -> list[Tag]:
    """Under a heading for each day; ``focused`` moves the reader to the first, as what came on.

    ``level`` 2 where the days are the whole page.
    """
    head = h.h2 if level == 2 else h.h3
    return [
        h.div(
            class_="timeline-day",
            tabindex="-1" if focused and number == 0 else None,
            data_focus=focused and number == 0,
        )[
            head[h.time(datetime=day.date)[day.label]] if day.label else None,
            timeline(day.events, label=f"{label}, {day.label or day.date}"),
        ]
        for number, day in enumerate(days)
    ]


def timeline(events: Sequence[Event], *, label: str, absent: str = "—") -> Tag:
    """Events of any days; `timeline_days` puts a heading over each day."""
    return h.ol(class_="timeline", aria_label=label)[[_event(event, absent) for event in events]]


def _event(event: Event, absent: str) -> Tag:
    return h.li(data_tone=event.tone, id=event.id)[
        h.span(class_="timeline-mark")[icons.icon(event.icon, size="sm")],
        h.div[
            h.div(class_="timeline-what")[
                h.span[event.what], h.time(datetime=event.at)[event.when]
            ],
            h.p(class_="timeline-text")[event.text] if event.text else None,
            _changes(event.changes, absent) if event.changes else None,
            event.action and h.div(class_="timeline-action")[event.action],
        ],
    ]


def _changes(changes: Sequence[Change], absent: str) -> Tag:
    arrow = icons.icon("arrow-right", size="sm")
    return h.dl(class_="timeline-changes")[
        [
            h.div[
                h.dt[change.field],
                h.dd[h.del_[change.before or absent], arrow, h.ins[change.after or absent]],
            ]
            for change in changes
        ]
    ]
