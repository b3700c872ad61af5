"""The reports' figures, against a recount by hand of whatever there may be."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from litestar import Litestar

from backend.core.actor import Actor, Role
from backend.core.db import Database
from backend.stats import reports
from backend.stats.report_schemas import Achieved, Expected, Sum
from backend.stats.reports import Narrowed
from backend.stats.schemas import Period, Tally
from backend.stats.spans import Span, before, span_of
from tests.support.builders import make_client, make_user
from tests.support.people import SignedIn

NOW = datetime(2026, 5, 20, 15, 30, tzinfo=UTC)
CHANCES = {"NEW": 20, "IN_PROGRESS": 50}
REASONS = ("", "Too dear", " Too dear ", "No answer", *[f"Reason {n}" for n in range(30)])
DEAL = """
    INSERT INTO deals (client_id, title, amount, currency, status, description, lost_reason, rank,
        owner_id, version, created_at, closed_at, deleted_at, expected_close_date)
    VALUES ($1, 'Roof', $2, $3, $4, '', $5, 'V', $6, 1, $7, $8, $9, $10)
"""
Deals = list[asyncpg.Record]


@pytest.fixture
async def owners(api: SignedIn, database: asyncpg.Connection) -> list[str]:
    """Who own three hundred deals in every state, over two years."""
    people = [api.user_id, *[(await make_user(api))["id"] for _ in range(2)]]
    client = (await make_client(api))["id"]
    chance = random.Random(4)  # noqa: S311  # a repeatable company

    def moment() -> datetime:
        return NOW - timedelta(seconds=chance.randrange(-86_400, 500 * 86_400))

    def deal() -> tuple[Any, ...]:
        status = chance.choice(("NEW", "IN_PROGRESS", "WON", "LOST"))
        closed = moment() if status in {"WON", "LOST"} else None
        reason = chance.choice(REASONS) if status == "LOST" else ""
        amount = Decimal(chance.randrange(10**7)) / 100
        gone = NOW if chance.random() < 0.1 else None
        day = NOW.date() + timedelta(days=chance.randrange(-40, 500))
        expected = day if chance.random() < 0.8 else None
        currency, owner = chance.choice(("EUR", "USD")), chance.choice(people)
        return client, amount, currency, status, reason, owner, moment(), closed, gone, expected

    await database.executemany(DEAL, [deal() for _ in range(400)])
    return people


@pytest.fixture
def everybody(api: SignedIn) -> Actor:
    return Actor(UUID(api.user_id), Role.ADMIN, UUID(int=0), sees_all=True)


@pytest.fixture(params=["all", "owner", "currency"])
async def narrowed(request: pytest.FixtureRequest, owners: list[str]) -> Narrowed:
    return {
        "all": Narrowed(),
        "owner": Narrowed(owner=UUID(owners[1])),
        "currency": Narrowed(currency="USD"),
    }[request.param]


async def deals_of(database: asyncpg.Connection, narrowed: Narrowed) -> Deals:
    found: Deals = await database.fetch(
        "SELECT * FROM deals WHERE deleted_at IS NULL"
        " AND ($1::uuid IS NULL OR owner_id = $1) AND ($2::text IS NULL OR currency = $2)",
        narrowed.owner,
        narrowed.currency,
    )
    return found


def database_of(app: Litestar) -> Database:
    database: Database = app.state.database
    return database


def summed(deals: Iterable[Any]) -> Sum:
    amounts = [deal["amount"] for deal in deals]
    return Sum(len(amounts), sum(amounts, Decimal("0.00")))


def grouped(deals: Deals, *names: str) -> dict[Any, Deals]:
    groups: defaultdict[Any, Deals] = defaultdict(list)
    for deal in deals:
        groups[tuple(deal[name] for name in names)].append(deal)
    return dict(groups)


def of_status(deals: Deals, *statuses: str) -> Deals:
    return [deal for deal in deals if deal["status"] in statuses]


def closed_in(deals: Deals, span: Span) -> Deals:
    return [deal for deal in deals if deal["closed_at"] and within(deal["closed_at"], span)]


def within(moment: datetime, span: Span) -> bool:
    return span.starts <= moment.date() < span.ends


async def test_the_pipeline_is_what_a_recount_says(
    backend_app: Litestar, database: asyncpg.Connection, everybody: Actor, narrowed: Narrowed
) -> None:
    found = await reports.pipeline(database_of(backend_app), everybody, narrowed, NOW)

    deals = of_status(await deals_of(database, narrowed), "NEW", "IN_PROGRESS")
    theirs = grouped(deals, "owner_id", "currency")
    assert {(row.user_id, row.currency) for row in found.owners} == theirs.keys()
    for row in found.owners:
        whose = theirs[row.user_id, row.currency]
        assert row.new == summed(of_status(whose, "NEW"))
        assert row.in_progress == summed(of_status(whose, "IN_PROGRESS"))
    for total in found.totals:
        assert total.new == summed(grouped(of_status(deals, "NEW"), "currency")[total.currency,])


async def test_results_are_what_a_recount_says(
    backend_app: Litestar, database: asyncpg.Connection, everybody: Actor, narrowed: Narrowed
) -> None:
    span = span_of(Period.LAST_YEAR, NOW.date())
    found = await reports.results(database_of(backend_app), everybody, narrowed, span, NOW)

    deals = closed_in(await deals_of(database, narrowed), span)
    theirs = grouped(deals, "owner_id", "currency")
    assert {(row.user_id, row.currency) for row in found.owners} == theirs.keys()
    for row in found.owners:
        whose = theirs[row.user_id, row.currency]
        assert (row.won, row.lost) == (
            summed(of_status(whose, "WON")),
            summed(of_status(whose, "LOST")),
        )
        assert row.win_rate == round(row.won.count / len(whose), 4)
    lost = of_status(deals, "LOST")
    assert sum(total.lost.count for total in found.totals) == len(lost)
    assert sum(reason.amount for reason in found.reasons) == summed(lost).amount


async def test_the_most_frequent_reasons_are_told_and_the_others_summed(
    backend_app: Litestar, database: asyncpg.Connection, everybody: Actor, owners: list[str]
) -> None:
    span = Span("all", date(2020, 1, 1), date(2030, 1, 1))
    found = await reports.results(database_of(backend_app), everybody, Narrowed(), span, NOW)

    lost = of_status(await deals_of(database, Narrowed()), "LOST")
    counted = Counter(deal["lost_reason"].strip() for deal in lost)
    most = sorted(counted, key=lambda reason: (-counted[reason], reason))[:20]
    told = Counter[str | None]()
    for reason in found.reasons:
        told[reason.reason] += reason.count
    assert owners
    assert {reason: told[reason] for reason in most} == {reason: counted[reason] for reason in most}
    assert told[None] == len(lost) - sum(counted[reason] for reason in most)
    assert "Too dear" in told


async def test_the_forecast_is_what_a_recount_says(
    backend_app: Litestar, database: asyncpg.Connection, everybody: Actor, narrowed: Narrowed
) -> None:
    found = await reports.forecast(database_of(backend_app), everybody, narrowed, CHANCES, NOW)

    deals = of_status(await deals_of(database, narrowed), "NEW", "IN_PROGRESS")
    theirs: defaultdict[Any, Deals] = defaultdict(list)
    for deal in deals:
        theirs[(*when(deal["expected_close_date"]), deal["currency"])].append(deal)
    assert [(row.expected, row.starts, row.currency) for row in found.rows] == sorted(
        theirs, key=lambda key: (list(Expected).index(key[0]), key[1] or date.min, key[2])
    )
    for row in found.rows:
        whose = theirs[row.expected, row.starts, row.currency]
        shares = [deal["amount"] * CHANCES[deal["status"]] / 100 for deal in whose]
        assert Sum(row.count, row.amount) == summed(whose)
        assert row.weighted == sum(shares, Decimal(0)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    for total in found.totals:
        rows = [row for row in found.rows if row.currency == total.currency]
        assert total.weighted == sum(row.weighted for row in rows)
        assert total.count == sum(row.count for row in rows)


def when(day: date | None) -> tuple[Expected, date | None]:
    if day is None:
        return Expected.UNDATED, None
    if day < NOW.date():
        return Expected.LATE, None
    if day >= date(2027, 5, 1):
        return Expected.LATER, None
    return Expected.MONTH, day.replace(day=1)


async def test_the_comparison_is_what_a_recount_says(
    backend_app: Litestar, database: asyncpg.Connection, everybody: Actor, narrowed: Narrowed
) -> None:
    span = span_of(Period.THIS_QUARTER, NOW.date())
    found = await reports.comparison(database_of(backend_app), everybody, narrowed, span, NOW)

    deals = await deals_of(database, narrowed)
    for achieved, in_span in ((found.this, span), (found.before, before(span))):
        check_achieved(achieved, in_span, deals)


def check_achieved(found: Achieved, span: Span, deals: Deals) -> None:
    closed = closed_in(deals, span)
    won, lost = of_status(closed, "WON"), of_status(closed, "LOST")
    assert (found.starts, found.ends) == (span.starts, span.ends)
    assert (tallied(found.won), tallied(found.lost)) == (by_currency(won), by_currency(lost))
    assert found.opened == len([deal for deal in deals if within(deal["created_at"], span)])
    assert found.win_rate == round(len(won) / len(closed), 4)
    days = [max((deal["closed_at"] - deal["created_at"]) / timedelta(days=1), 0) for deal in won]
    assert found.average_cycle_days == pytest.approx(sum(days) / len(days), abs=0.051)


def tallied(tally: Tally) -> dict[str, Decimal]:
    assert tally.count >= len(tally.sums)
    return {money.currency: money.amount for money in tally.sums}


def by_currency(deals: Deals) -> dict[str, Decimal]:
    groups = grouped(deals, "currency")
    return {currency: summed(theirs).amount for (currency,), theirs in groups.items()}
