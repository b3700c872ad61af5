"""A calendar: weeks as a table to walk by arrow keys and drag things across, or only its days."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from htpy import Node

from ui_components import html as h
from ui_components.assets import asset_url
from ui_components.badge import Tone
from ui_components.html import Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarItem:
    """``menu`` holds the `date_menu` that also takes what is dragged, and its button."""

    key: str
    title: str
    href: str
    tone: Tone = "neutral"
    done: bool = False
    menu: Node = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarCell:
    """``date`` is ISO 8601, ``name`` says it in full; ``count`` speaks of all its things."""

    date: str
    number: str
    name: str
    href: str
    count: int = 0
    more: str = ""
    items: Sequence[CalendarItem] = field(default_factory=tuple[CalendarItem, ...])
    is_today: bool = False
    is_outside: bool = False


def calendar(
    weeks: Sequence[Sequence[CalendarCell]],
    *,
    weekdays: Sequence[tuple[str, str]],
    label: str,
    tall: bool = False,
    help: str = "Use the arrow keys to go from day to day.",
    id: str = "calendar",
) -> Tag:
    """``weekdays`` are (short, full) names in the order of the columns. ``tall`` is for one week.

    Needs `CALENDAR_SCRIPTS` for arrow keys and dragging; links and menus work without.
    """
    return h.div(class_="calendar-frame")[
        h.p(id=f"{id}-help", class_="sr-only")[help],
        h.table(
            class_="calendar",
            id=id,
            role="grid",
            aria_label=label,
            aria_describedby=f"{id}-help",
            data_calendar=True,
            data_sortable=asset_url("sortable.js"),
            data_tall=tall,
        )[
            h.thead[
                h.tr[
                    [
                        h.th(scope="col", abbr=full)[
                            h.span(aria_hidden="true")[short], h.span(class_="sr-only")[full]
                        ]
                        for short, full in weekdays
                    ]
                ]
            ],
            h.tbody[[h.tr[[_cell(cell, id) for cell in week]] for week in weeks]],
        ],
    ]


def agenda(
    days: Sequence[CalendarCell],
    *,
    label: str,
    empty: str = "Nothing on these days.",
    id: str = "calendar",
) -> Tag:
    """The days that hold something, one below the other: the same cells as in `calendar`."""
    busy = [day for day in days if day.items]
    if not busy:
        return h.p(class_="agenda-empty", id=id)[empty]
    return h.ol(class_="agenda", id=id, aria_label=label)[
        [
            h.li(data_today=day.is_today, aria_current="date" if day.is_today else None)[
                h.a(class_="agenda-day", href=day.href)[h.time(datetime=day.date)[day.name]],
                h.ul[[_item(item) for item in day.items]],
                day.more and h.a(class_="calendar-more", href=day.href)[day.more],
            ]
            for day in busy
        ]
    ]


def calendar_bar(*, title: str, earlier: Node, later: Node, now: Node, views: Node = None) -> Tag:
    """Above a calendar: where one is, and the ways to go on. ``title`` is told when it changes."""
    return h.div(class_="calendar-bar")[earlier, later, now, h.h2(aria_live="polite")[title], views]


def _cell(cell: CalendarCell, id: str) -> Tag:
    # With an id and a tabindex of its own it keeps the focus when the days are drawn anew.
    return h.td(
        id=f"{id}-{cell.date}",
        tabindex="-1",
        data_outside=cell.is_outside,
        data_today=cell.is_today,
        aria_current="date" if cell.is_today else None,
    )[
        h.a(class_="calendar-day", href=cell.href, aria_label=cell.name)[
            h.span[cell.number], cell.count > 0 and h.small[str(cell.count)]
        ],
        h.ul(class_="calendar-items", data_day=cell.date)[[_item(item) for item in cell.items]],
        cell.more and h.a(class_="calendar-more", href=cell.href)[cell.more],
    ]


def _item(item: CalendarItem) -> Tag:
    name = f"calendar-{item.key}"
    return h.li(class_="calendar-item", id=name, data_tone=item.tone, data_done=item.done)[
        h.a(href=item.href, title=item.title)[item.title], item.menu
    ]
