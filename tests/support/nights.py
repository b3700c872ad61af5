"""Nights in which clocks are changed, and moments of the days round them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

STEP = timedelta(minutes=5)  # clocks are changed, and hours end, at such minutes alone
NIGHTS = [
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # by half an hour
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Sao_Paulo", date(2026, 10, 18)),  # when they used to be, and are no more
    ("America/Sao_Paulo", date(2018, 11, 4)),  # at midnight, which there was none of
    ("America/Sao_Paulo", date(2018, 2, 18)),  # at midnight, back into the day before
    ("Africa/Casablanca", date(2026, 2, 15)),  # for Ramadan
    ("Africa/Casablanca", date(2026, 3, 22)),
    ("Pacific/Apia", date(2011, 12, 30)),  # a day that there was not
]


def moments_round(night: date, zone: ZoneInfo) -> Iterator[datetime]:
    """From two days before it to two days after."""
    noon = datetime(night.year, night.month, night.day, 12, tzinfo=zone).astimezone(UTC)
    first = noon - timedelta(days=2)
    return (first + n * STEP for n in range(4 * 24 * 12))
