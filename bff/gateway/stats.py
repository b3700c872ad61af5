"""The parts of the stats API that our pages use, in our own words."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from bff.gateway.client import Backend, View
from bff.gateway.deals import DealStatus, Money
from bff.gateway.fields import Moment


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
    """As of now; ``weeks`` are the last twelve, the present one last."""

    stages: list[Stage]
    overdue_tasks: int
    weeks: list[Week]


class Stats(View):
    """Of a period: ``ends`` is the first day after it."""

    starts: date
    ends: date
    won: Tally
    lost: Tally
    win_rate: float | None
    average_cycle_days: float | None
    new_clients: int
    owners: list[OwnerStats]


class Overview(View):
    as_of: Moment
    pipeline: Pipeline
    stats: Stats


class StatsGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def overview(self, period: Period) -> Overview:
        return await self._backend.get("stats/overview", Overview, period=period)
