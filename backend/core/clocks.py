"""Days and hours as people's clocks show them, also in nights when those are changed.

Moments are aware of their zone and passed in, so that every night can be tested.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Meta, Struct

Clock = Annotated[
    str,
    Meta(
        pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$(?!\n)",
        description="a time of day such as 07:30",
    ),
]


class Quiet(Struct, frozen=True):
    """Hours of a day, the last minute not among them; over midnight where they end before it."""

    starts: str
    ends: str


@lru_cache
def zone_of(name: str) -> ZoneInfo:
    """UTC where this machine has no such zone: one odd name must not hold up everybody else."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """When clocks there first show it; where they jump over it, as long after (PEP 495)."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def start_of(day: date, zone: ZoneInfo) -> datetime:
    return moment_of(day, time.min, zone)


def is_quiet(moment: datetime, zone: ZoneInfo, quiet: Quiet | None) -> bool:
    if quiet is None:
        return False
    shown = moment.astimezone(zone).strftime("%H:%M")
    if quiet.starts < quiet.ends:
        return quiet.starts <= shown < quiet.ends
    return shown >= quiet.starts or shown < quiet.ends


def next_morning(moment: datetime, zone: ZoneInfo, *, at: time, night_ends: time) -> datetime:
    """The morning after this day, which lasts until people have slept."""
    local = moment.astimezone(zone)
    days = 0 if local.time() < night_ends else 1
    return moment_of(local.date() + timedelta(days=days), at, zone)
