"""Days as a planner speaks of them: where the reader is, and by the reader's week."""

from datetime import UTC, date, datetime, time, timedelta

from bff.i18n import first_weekday, ngettext, number, short_day, weekday_of
from bff.i18n import gettext as _
from ui_components.date_field import Pick
from ui_components.date_menu import DayChoice

MORNING = time(9)
ONE = timedelta(days=1)
WEEK = timedelta(days=7)


def week_of(day: date) -> date:
    """Its first day."""
    return day - ((day.weekday() - first_weekday()) % 7) * ONE


def week_end(day: date) -> date:
    return week_of(day) + 6 * ONE


def month_after(day: date, months: int) -> date:
    """The first day of a month before or after."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def due_words(due: date, now: date) -> str:
    near = {-1: _("Yesterday"), 0: _("Today"), 1: _("Tomorrow")}
    return near.get((due - now).days) or short_day(due)


def lateness(due: date, now: date) -> str:
    days = (now - due).days
    text = ngettext("{count} day late", "{count} days late", days)
    return text.format(count=number(days))


def postponements(now: date) -> list[DayChoice]:
    """Days to put something off to; next week begins on Monday, as work does."""
    monday = now + (7 - now.weekday()) * ONE
    choices = (
        (_("Today"), now),
        (_("Tomorrow"), now + ONE),
        (_("In 3 days"), now + 3 * ONE),
        (_("Next week"), monday),
    )
    return [DayChoice(label, str(day), weekday_of(day)) for label, day in choices]


def reminder_picks(now: datetime, due: date | None) -> list[Pick]:
    """Moments to be reminded at, on the reader's clock."""
    here = now.replace(second=0, microsecond=0, tzinfo=None)
    later = (now.astimezone(UTC) + timedelta(hours=1)).astimezone(now.tzinfo)
    picks = [
        (_("In an hour"), later.replace(second=0, microsecond=0, tzinfo=None)),
        (_("Tomorrow at nine"), datetime.combine(here.date() + ONE, MORNING)),
    ]
    if due and due > here.date() + ONE:
        picks.append((_("On the day it is due"), datetime.combine(due, MORNING)))
    return [Pick(label, at.isoformat(timespec="minutes")) for label, at in picks]
