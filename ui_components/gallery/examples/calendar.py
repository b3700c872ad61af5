"""Examples of calendars."""

from collections.abc import Sequence
from datetime import date, timedelta

from htpy import Node

from ui_components.button import icon_button, link_button
from ui_components.calendar import CalendarCell, CalendarItem, agenda, calendar, calendar_bar
from ui_components.date_menu import date_menu, date_menu_button
from ui_components.document import CALENDAR_SCRIPTS
from ui_components.gallery.registry import example
from ui_components.layout import stack

GROUP = "Data"

WEEKDAYS = [
    ("Mon", "Monday"),
    ("Tue", "Tuesday"),
    ("Wed", "Wednesday"),
    ("Thu", "Thursday"),
    ("Fri", "Friday"),
    ("Sat", "Saturday"),
    ("Sun", "Sunday"),
]
TODAY = date(2026, 11, 26)


def task(key: str, title: str, *, done: bool = False) -> CalendarItem:
    menu = date_menu(id=f"{key}-menu", action="#", choices=(), hidden={}, heading="Put off to")
    button = date_menu_button(f"{key}-menu", f"Put “{title}” off")
    return CalendarItem(
        key=key, title=title, href=f"#{key}", done=done, tone="accent", menu=[button, menu]
    )


def cell(day: date, items: Sequence[CalendarItem] = (), *, count: int = 0) -> CalendarCell:
    return CalendarCell(
        date=day.isoformat(),
        number=str(day.day),
        name=f"{day:%A, %d %B %Y}",
        href=f"#{day}",
        items=items,
        count=count or len(items),
        more=f"+{count - len(items)} more" if count > len(items) else "",
        is_today=day == TODAY,
        is_outside=day.month != TODAY.month,
    )


def weeks(first: date, count: int) -> list[list[CalendarCell]]:
    busy = [task("call", "Call Grace about the roof"), task("offer", "Send the offer", done=True)]
    tasks = {TODAY: cell(TODAY, busy, count=5)}
    days = [first + timedelta(days=number) for number in range(7 * count)]
    cells = [tasks.get(day, cell(day)) for day in days]
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


@example("A month", height=720, scripts=CALENDAR_SCRIPTS)
def month() -> Node:
    bar = calendar_bar(
        title="November 2026",
        earlier=icon_button("chevron-left", "Earlier", href="#earlier", variant="outline"),
        later=icon_button("chevron-right", "Later", href="#later", variant="outline"),
        now=link_button(href="#now", variant="outline")["Today"],
    )
    drawn = calendar(weeks(date(2026, 10, 26), 5), weekdays=WEEKDAYS, label="November 2026")
    return stack[bar, drawn]


@example("A week", height=460, scripts=CALENDAR_SCRIPTS)
def week() -> Node:
    return calendar(weeks(date(2026, 11, 23), 1), weekdays=WEEKDAYS, label="This week", tall=True)


@example("An agenda", height=240)
def days_ahead() -> Node:
    """The same days as in a week, without those that are free."""
    offer = [CalendarItem(key="visit", title="Visit the site · Bletchley AG", href="#visit")]
    later = TODAY + timedelta(days=2)
    [this_week] = weeks(date(2026, 11, 23), 1)
    days = [cell(later, offer) if day.date == later.isoformat() else day for day in this_week]
    return agenda(days, label="This week")


@example("An agenda without anything", height=110)
def nothing_ahead() -> Node:
    return agenda([cell(TODAY)], label="Today")
