"""The parts of the stats API that our pages use, in our own words."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol
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


class Sum(View):
    count: int
    amount: Decimal


class PipelineRow(View):
    """Of one owner, or of everybody where there is no ``user_id``; in one currency."""

    user_id: UUID | None
    name: str
    currency: str
    new: Sum
    in_progress: Sum


class PipelineReport(View):
    as_of: Moment
    owners: list[PipelineRow]
    totals: list[PipelineRow]


class ResultRow(View):
    user_id: UUID | None
    name: str
    currency: str
    won: Sum
    lost: Sum
    win_rate: float | None


class Reason(View):
    """``reason`` is empty where nobody said, and None for the rarer ones together."""

    reason: str | None
    currency: str
    count: int
    amount: Decimal


class Results(View):
    as_of: Moment
    starts: date
    ends: date
    owners: list[ResultRow]
    totals: list[ResultRow]
    reasons: list[Reason]


class Expected(StrEnum):
    LATE = "LATE"
    MONTH = "MONTH"
    LATER = "LATER"
    UNDATED = "UNDATED"


class ForecastRow(View):
    expected: Expected
    starts: date | None
    currency: str
    count: int
    amount: Decimal
    weighted: Decimal


class ForecastTotal(View):
    currency: str
    count: int
    amount: Decimal
    weighted: Decimal


class Chance(View):
    """In percent."""

    status: DealStatus
    percent: int


class Forecast(View):
    as_of: Moment
    chances: list[Chance]
    rows: list[ForecastRow]
    totals: list[ForecastTotal]


class Achieved(View):
    """In a period; ``ends`` is the first day after it."""

    starts: date
    ends: date
    opened: int
    won: Tally
    lost: Tally
    win_rate: float | None
    average_cycle_days: float | None
    new_clients: int


class Comparison(View):
    as_of: Moment
    this: Achieved
    before: Achieved


class Currencies(View):
    items: list[str]


class Narrowed(Protocol):
    """What a report is asked for; some have no period."""

    @property
    def period(self) -> Period: ...

    @property
    def owner(self) -> UUID | None: ...

    @property
    def currency(self) -> str | None: ...


class StatsGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def overview(self, period: Period) -> Overview:
        return await self._backend.get("stats/overview", Overview, period=period)

    async def pipeline(self, narrowed: Narrowed) -> PipelineReport:
        return await self._backend.get(
            "stats/pipeline", PipelineReport, owner=narrowed.owner, currency=narrowed.currency
        )

    async def forecast(self, narrowed: Narrowed) -> Forecast:
        return await self._backend.get(
            "stats/forecast", Forecast, owner=narrowed.owner, currency=narrowed.currency
        )

    async def results(self, narrowed: Narrowed) -> Results:
        return await self._backend.get(
            "stats/results",
            Results,
            period=narrowed.period,
            owner=narrowed.owner,
            currency=narrowed.currency,
        )

    async def comparison(self, narrowed: Narrowed) -> Comparison:
        return await self._backend.get(
            "stats/comparison",
            Comparison,
            period=narrowed.period,
            owner=narrowed.owner,
            currency=narrowed.currency,
        )

    async def currencies(self) -> list[str]:
        """For filters."""
        return (await self._backend.get("stats/currencies", Currencies)).items
