"""The overview on the wire."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from backend.core.schemas import Money, View
from backend.deals.models import DealStatus


class Period(StrEnum):
    """Of the calendar, in UTC."""

    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_QUARTER = "this_quarter"
    LAST_QUARTER = "last_quarter"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"


class Tally(View):
    """Some deals; sums by currency, never mixed."""

    count: int
    sums: list[Money]


class Stage(View):
    status: DealStatus
    count: int
    sums: list[Money]


class Week(View):
    """From this Monday to the next."""

    starts: date
    won: Tally
    lost: Tally
    new_clients: int


class OwnerStats(View):
    """``open`` and ``overdue_tasks`` are as of now, the rest is of the period."""

    user_id: UUID
    name: str
    open: Tally
    won: Tally
    lost: Tally
    win_rate: float | None
    new_clients: int
    overdue_tasks: int


class Pipeline(View):
    """As of now: what is open, what is late, and the last twelve weeks, the present one last."""

    stages: list[Stage]
    overdue_tasks: int
    weeks: list[Week]


class Stats(View):
    """Of a period: ``ends`` is the first day after it.

    ``win_rate`` is won ÷ (won + lost); ``average_cycle_days`` is from opening to winning. Both are
    null where there is nothing to count. ``owners``: up to 50, who won most first.
    """

    starts: date
    ends: date
    won: Tally
    lost: Tally
    win_rate: float | None
    average_cycle_days: float | None
    new_clients: int
    owners: list[OwnerStats]


class Overview(View):
    """Of all records that the caller may see, as they were at ``as_of``.

    After ``valid_until`` something has changed that is not counted yet.
    """

    period: Period
    as_of: datetime
    valid_until: datetime
    pipeline: Pipeline
    stats: Stats
