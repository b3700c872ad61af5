"""Reports on the wire: each row speaks of one currency, so that its amounts add up."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from backend.core.schemas import View
from backend.deals.models import DealStatus
from backend.stats.schemas import Tally


class Sum(View):
    count: int
    amount: Decimal


class PipelineRow(View):
    """Open deals of one owner, or of everybody where there is no ``user_id``."""

    user_id: UUID | None
    name: str
    currency: str
    new: Sum
    in_progress: Sum


class PipelineReport(View):
    """As of now. ``owners``: up to 500 rows, most deals first; ``totals`` count everybody."""

    as_of: datetime
    owners: list[PipelineRow]
    totals: list[PipelineRow]


class ResultRow(View):
    """Deals of one owner, or of everybody, that were decided in a period."""

    user_id: UUID | None
    name: str
    currency: str
    won: Sum
    lost: Sum
    win_rate: float | None


class Reason(View):
    """Why deals were lost: ``""`` where nobody said, null for what is not among the first 20."""

    reason: str | None
    currency: str
    count: int
    amount: Decimal


class Results(View):
    """``ends`` is the first day after the period. ``owners`` and ``totals`` as in the pipeline."""

    as_of: datetime
    starts: date
    ends: date
    owners: list[ResultRow]
    totals: list[ResultRow]
    reasons: list[Reason]


class Expected(StrEnum):
    """When open deals are expected to close: before today, in a month, after those, or unsaid."""

    LATE = "LATE"
    MONTH = "MONTH"
    LATER = "LATER"
    UNDATED = "UNDATED"


class ForecastRow(View):
    """``weighted`` is the amount times its stage's chance, rounded to the cent for each row."""

    expected: Expected
    starts: date | None
    currency: str
    count: int
    amount: Decimal
    weighted: Decimal


class Chance(View):
    """In percent, as the installation sets it."""

    status: DealStatus
    percent: int


class Forecast(View):
    """Twelve months from the present one; ``total`` is the sum of each currency's rows."""

    as_of: datetime
    chances: list[Chance]
    rows: list[ForecastRow]
    totals: list["ForecastTotal"]


class ForecastTotal(View):
    currency: str
    count: int
    amount: Decimal
    weighted: Decimal


class Achieved(View):
    """In one period; ``opened`` are the deals that were made in it."""

    starts: date
    ends: date
    opened: int
    won: Tally
    lost: Tally
    win_rate: float | None
    average_cycle_days: float | None
    new_clients: int


class Comparison(View):
    """A period against the one before it, which is as many months long and ends where it starts.

    Clients have no currency: all new ones are counted.
    """

    as_of: datetime
    this: Achieved
    before: Achieved


class Currencies(View):
    """In which there are deals, most used first."""

    items: list[str]
