"""The reports: exact against a recount by hand, narrowed as asked, and no more than one may see."""

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
from msgspec.structs import replace

from backend.app import create_app
from backend.core.actor import Actor, Role
from backend.core.db import Database
from backend.settings import Settings
from backend.stats import reports
from backend.stats.report_schemas import Achieved, Expected, Sum
from backend.stats.reports import Narrowed
from backend.stats.schemas import Period, Tally
from backend.stats.spans import Span, before, span_of
from tests.support.apps import running
from tests.support.builders import make_client, make_deal, make_user
from tests.support.pages import page_of, pointers
from tests.support.people import People, SignedIn

NOW = datetime(2026, 5, 20, 15, 30, tzinfo=UTC)
CHANCES = {"NEW": 20, "IN_PROGRESS": 50}
REASONS = ("", "Too dear", " Too dear ", "No answer", *[f"Reason {n}" for n in range(30)])
REPORTS = ("pipeline", "forecast", "results", "comparison")
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
    return await database.fetch(
        "SELECT * FROM deals WHERE deleted_at IS NULL"
        " AND ($1::uuid IS NULL OR owner_id = $1) AND ($2::text IS NULL OR currency = $2)",
        narrowed.owner,
        narrowed.currency,
    )


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
        weighted = sum(deal["amount"] * CHANCES[deal["status"]] / 100 for deal in whose)
        assert Sum(row.count, row.amount) == summed(whose)
        assert row.weighted == weighted.quantize(Decimal("0.01"), ROUND_HALF_UP)
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


async def test_new_clients_are_compared(api: SignedIn) -> None:
    await make_client(api)

    found = await page_of(api, "/api/v1/stats/comparison", period="this_year", currency="USD")

    assert (found["this"]["new_clients"], found["before"]["new_clients"]) == (1, 0)


@pytest.mark.parametrize(
    ("period", "starts", "ends"),
    [
        (Period.THIS_MONTH, "2026-04-01", "2026-05-01"),
        (Period.LAST_MONTH, "2026-03-01", "2026-04-01"),
        (Period.LAST_QUARTER, "2025-10-01", "2026-01-01"),
        (Period.LAST_YEAR, "2024-01-01", "2025-01-01"),
    ],
)
def test_the_period_before_is_as_long_and_touches(period: Period, starts: str, ends: str) -> None:
    earlier = before(span_of(period, NOW.date()))

    assert (str(earlier.starts), str(earlier.ends)) == (starts, ends)


async def test_the_stages_chances_are_the_installations(
    api: SignedIn, settings: Settings, signed_in: People
) -> None:
    await make_deal(api, amount="10.01", expected_close_date="2020-01-31")
    async with running(create_app(replace(settings, chance_new=33))) as app:
        there = await signed_in.at(app, api.user["email"])
        found = await page_of(there, "/api/v1/stats/forecast")

    assert found["chances"][0] == {"status": "NEW", "percent": 33}
    (row,) = found["rows"]
    assert (row["expected"], row["amount"], row["weighted"]) == ("LATE", "10.01", "3.30")


@pytest.mark.parametrize(
    ("report", "most"),
    [(name, 1) for name in REPORTS[:2]] + [("results", 2), ("comparison", 1), ("currencies", 1)],
)
async def test_it_costs_few_queries(
    api: SignedIn, queries: list[str], report: str, most: int
) -> None:
    await make_deal(api)
    await page_of(api, f"/api/v1/stats/{report}")
    queries.clear()

    await page_of(api, f"/api/v1/stats/{report}")

    assert len(queries) == most


async def test_where_all_is_ones_own_they_tell_no_more(
    settings: Settings, api: SignedIn, signed_in: People
) -> None:
    ann = await signed_in(name="Ann")
    for person, amount in ((ann, "5.00"), (api, "700.00")):
        await make_deal(person, amount=amount, currency="USD" if person is api else "EUR")
        await make_deal(person, amount=amount, status="WON")
        lost = await make_deal(person, amount=amount)
        move = {"status": "LOST", "lost_reason": f"Because of {person.user['full_name']}"}
        await person.post(f"/api/v1/deals/{lost['id']}/move", json=move)
    async with running(create_app(replace(settings, visibility="own"))) as app:
        hers = await signed_in.at(app, ann.user["email"])
        found = {
            name: await page_of(hers, f"/api/v1/stats/{name}") for name in (*REPORTS, "currencies")
        }
        other = await page_of(hers, "/api/v1/stats/pipeline", owner=api.user_id)

    assert "700.00" not in str(found)
    assert "Because of Ada" not in str(found)
    assert [row["name"] for row in found["results"]["owners"]] == ["Ann"]
    assert found["comparison"]["this"]["new_clients"] == 3
    assert found["currencies"] == {"items": ["EUR"]}
    assert (other["owners"], other["totals"]) == ([], [])


@pytest.mark.parametrize(
    ("report", "name", "value"),
    [
        ("pipeline", "owner", "me"),
        ("forecast", "currency", "euro"),
        ("results", "period", "yesterday"),
        ("comparison", "since", "2026-01-01"),
    ],
)
async def test_a_parameter_that_does_not_fit_is_refused(
    api: SignedIn, report: str, name: str, value: str
) -> None:
    answer = await api.get(f"/api/v1/stats/{report}", params={name: value})

    assert (answer.status_code, pointers(answer.json())) == (400, [f"?{name}"])
