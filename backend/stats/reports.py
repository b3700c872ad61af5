"""The reports: what their statements found, in rows that people read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, TypeVar
from uuid import UUID

import asyncpg
from msgspec import Struct

from backend.core.actor import Actor
from backend.core.columns import CENT
from backend.core.db import Database
from backend.core.schemas import Money
from backend.deals.models import DealStatus
from backend.stats import report_queries
from backend.stats.report_queries import OPEN
from backend.stats.report_schemas import (
    Achieved,
    Chance,
    Comparison,
    Currencies,
    Expected,
    Forecast,
    ForecastRow,
    ForecastTotal,
    PipelineReport,
    PipelineRow,
    Reason,
    ResultRow,
    Results,
    Sum,
)
from backend.stats.schemas import Tally
from backend.stats.spans import Span, before, midnight, shifted

MONTHS: Final = 12
MOST_ROWS: Final = 500
DAY: Final = 86_400
NOTHING: Final = Sum(0, Decimal("0.00"))
Chances = Mapping[str, int]
Key = tuple[UUID | None, str, str]
Row = TypeVar("Row")


class Narrowed(Struct, frozen=True):
    """To one owner's, to one currency, or not."""

    owner: UUID | None = None
    currency: str | None = None

    def values(self, actor: Actor, **others: object) -> dict[str, Any]:
        return {"owner": self.owner, "currency": self.currency, "actor_id": actor.id, **others}


async def pipeline(
    database: Database, actor: Actor, narrowed: Narrowed, now: datetime
) -> PipelineReport:
    query = report_queries.pipeline(sees_all=actor.sees_all)
    owners, totals = _grouped(await query.rows(database, **narrowed.values(actor)))
    return PipelineReport(
        now,
        [_pipeline_row(key, sums) for key, sums in owners[:MOST_ROWS]],
        [_pipeline_row(key, sums) for key, sums in totals],
    )


async def results(
    database: Database, actor: Actor, narrowed: Narrowed, span: Span, now: datetime
) -> Results:
    values = narrowed.values(actor, starts=midnight(span.starts), ends=midnight(span.ends))
    decided = report_queries.decided(sees_all=actor.sees_all)
    reasons = report_queries.reasons(sees_all=actor.sees_all)
    owners, totals = _grouped(await decided.rows(database, **values))
    return Results(
        now,
        span.starts,
        span.ends,
        [_result_row(key, sums) for key, sums in owners[:MOST_ROWS]],
        [_result_row(key, sums) for key, sums in totals],
        [Reason(*row) for row in await reasons.rows(database, **values)],
    )


async def forecast(
    database: Database, actor: Actor, narrowed: Narrowed, chances: Chances, now: datetime
) -> Forecast:
    today = now.date()
    horizon = shifted(today.replace(day=1), MONTHS)
    query = report_queries.expected(sees_all=actor.sees_all)
    found = await query.rows(database, **narrowed.values(actor, today=today, horizon=horizon))
    rows = _forecast_rows(found, chances)
    return Forecast(
        now,
        [Chance(DealStatus(status), percent) for status, percent in chances.items()],
        rows,
        _forecast_totals(rows),
    )


async def comparison(
    database: Database, actor: Actor, narrowed: Narrowed, span: Span, now: datetime
) -> Comparison:
    earlier = before(span)
    values = narrowed.values(
        actor,
        starts=midnight(earlier.starts),
        turn=midnight(span.starts),
        ends=midnight(span.ends),
    )
    query = report_queries.achieved(sees_all=actor.sees_all)
    found = await query.rows(database, **values)
    return Comparison(
        now,
        _achieved(span, [row for row in found if row["is_this"]]),
        _achieved(earlier, [row for row in found if not row["is_this"]]),
    )


async def currencies(database: Database, actor: Actor) -> Currencies:
    query = report_queries.currencies(sees_all=actor.sees_all)
    return Currencies([row[0] for row in await query.rows(database, actor_id=actor.id)])


Sums = dict[DealStatus, Sum]


def _grouped(
    found: Iterable[asyncpg.Record],
) -> tuple[list[tuple[Key, Sums]], list[tuple[Key, Sums]]]:
    """By owner and currency, and by currency alone; most deals first."""
    owners: defaultdict[Key, Sums] = defaultdict(dict)
    totals: defaultdict[Key, Sums] = defaultdict(dict)
    for owner, name, currency, status, count, amount in found:
        owners[owner, name, currency][DealStatus(status)] = Sum(count, amount)
        whole = totals[None, "", currency]
        before = whole.get(DealStatus(status), NOTHING)
        whole[DealStatus(status)] = Sum(before.count + count, before.amount + amount)
    return _most_first(owners), _most_first(totals)


def _most_first(groups: Mapping[Key, Sums]) -> list[tuple[Key, Sums]]:
    def place(group: tuple[Key, Sums]) -> tuple[Any, ...]:
        (owner, name, currency), sums = group
        return -sum(one.count for one in sums.values()), name, currency, str(owner)

    return sorted(groups.items(), key=place)


def _pipeline_row(key: Key, sums: Sums) -> PipelineRow:
    new, in_progress = (sums.get(status, NOTHING) for status in OPEN)
    return PipelineRow(*key, new, in_progress)


def _result_row(key: Key, sums: Sums) -> ResultRow:
    won, lost = sums.get(DealStatus.WON, NOTHING), sums.get(DealStatus.LOST, NOTHING)
    return ResultRow(*key, won, lost, _rate(won.count, lost.count))


def _forecast_rows(found: Iterable[asyncpg.Record], chances: Chances) -> list[ForecastRow]:
    rows: dict[tuple[Expected, date | None, str], ForecastRow] = {}
    for kind, month, currency, status, count, amount in found:
        key = (Expected(kind), month, currency)
        row = rows.setdefault(key, ForecastRow(*key, 0, Decimal(0), Decimal(0)))
        row.count += count
        row.amount += amount
        row.weighted += amount * chances[status] / 100
    for row in rows.values():
        row.weighted = row.weighted.quantize(CENT, ROUND_HALF_UP)
    order = list(Expected)
    return sorted(
        rows.values(),
        key=lambda row: (order.index(row.expected), row.starts or date.min, row.currency),
    )


def _forecast_totals(rows: Sequence[ForecastRow]) -> list[ForecastTotal]:
    totals: dict[str, ForecastTotal] = {}
    for row in rows:
        total = totals.setdefault(
            row.currency, ForecastTotal(row.currency, 0, Decimal(0), Decimal(0))
        )
        total.count += row.count
        total.amount += row.amount
        total.weighted += row.weighted
    return [totals[currency] for currency in sorted(totals)]


def _achieved(span: Span, rows: Sequence[asyncpg.Record]) -> Achieved:
    won, won_seconds = _tally(rows, DealStatus.WON)
    lost, _ = _tally(rows, DealStatus.LOST)
    return Achieved(
        span.starts,
        span.ends,
        _count(rows, "opened"),
        won,
        lost,
        _rate(won.count, lost.count),
        round(float(won_seconds) / DAY / won.count, 1) if won.count else None,
        _count(rows, "clients"),
    )


def _tally(rows: Sequence[asyncpg.Record], status: DealStatus) -> tuple[Tally, Decimal]:
    """With the seconds from opening to closing, of all of them."""
    found = [row for row in rows if row["status"] == status]
    sums = sorted((Money(row["currency"], row["amount"]) for row in found), key=_currency)
    count = sum(row["count"] for row in found)
    return Tally(count, sums), sum((row["seconds"] for row in found), Decimal(0))


def _currency(money: Money) -> str:
    return money.currency


def _count(rows: Sequence[asyncpg.Record], topic: str) -> int:
    return sum(row["count"] for row in rows if row["topic"] == topic)


def _rate(won: int, lost: int) -> float | None:
    return round(won / (won + lost), 4) if won + lost else None
