"""Which stretches of time the dashboard speaks of."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

from backend.stats.schemas import Period

WEEKS = 12


class Span(Struct, frozen=True):
    """``ends`` is the first day after it."""

    name: str
    starts: date
    ends: date


def spans(now: datetime) -> list[Span]:
    """Each period under its name, then the weeks under their Mondays, the present one last."""
    return [*_periods(now.astimezone(UTC).date()), *_weeks(now.astimezone(UTC).date())]


def span_of(period: Period, today: date) -> Span:
    return next(span for span in _periods(today) if span.name == period)


def before(span: Span) -> Span:
    """As many months, ending where this one starts."""
    months = (span.ends.year - span.starts.year) * 12 + span.ends.month - span.starts.month
    return Span("before", shifted(span.starts, -months), span.starts)


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _periods(today: date) -> Iterator[Span]:
    month = today.replace(day=1)
    quarter = month.replace(month=(month.month - 1) // 3 * 3 + 1)
    year = month.replace(month=1)
    for this, last, starts, months in (
        (Period.THIS_MONTH, Period.LAST_MONTH, month, 1),
        (Period.THIS_QUARTER, Period.LAST_QUARTER, quarter, 3),
        (Period.THIS_YEAR, Period.LAST_YEAR, year, 12),
    ):
        yield Span(this.value, starts, shifted(starts, months))
        yield Span(last.value, shifted(starts, -months), starts)


def _weeks(today: date) -> Iterator[Span]:
    monday = today - timedelta(days=today.weekday())
    for back in reversed(range(WEEKS)):
        starts = monday - timedelta(weeks=back)
        yield Span(starts.isoformat(), starts, starts + timedelta(weeks=1))


def shifted(first: date, months: int) -> date:
    """The first day of a month, so many months later."""
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
