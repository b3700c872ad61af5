"""The overview's figures, against a recount by hand of whatever there may be."""

import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from backend.core.db import connect
from backend.stats.figures import MOST_OWNERS, Figures, count
from backend.stats.schemas import Period, Stats, Tally
from backend.stats.spans import Span, spans
from tests.support.builders import make_client, make_user
from tests.support.people import SignedIn

NOW = datetime(2026, 5, 20, 15, 30, tzinfo=UTC)
STATUSES = ("NEW", "IN_PROGRESS", "WON", "LOST")
DEAL = """
    INSERT INTO deals (client_id, title, amount, currency, status, description, lost_reason, rank,
        owner_id, version, created_at, closed_at, deleted_at)
    VALUES ($1, 'Roof', $2, $3, $4, '', '', 'V', $5, 1, $6, $7, $8)
"""
CLIENT = """
    INSERT INTO clients (name, phone, company, notes, owner_id, version, created_at, deleted_at)
    VALUES ('Acme', '', '', '', $1, 1, $2, $3)
"""
TASK = """
    INSERT INTO tasks (client_id, title, description, due_date, status, assigned_to, created_by,
        version, completed_at, deleted_at)
    VALUES ($1, 'Call', '', $2, $3, $4, $4, 1, $5, $6)
"""


async def fill(
    database: asyncpg.Connection, owners: list[str], client: str, chance: random.Random
) -> None:
    def moment() -> datetime:
        return NOW - timedelta(seconds=chance.randrange(-86_400, 800 * 86_400))

    def gone() -> datetime | None:
        return NOW if chance.random() < 0.1 else None

    deals: list[tuple[Any, ...]] = []
    for _ in range(300):
        status = chance.choice(STATUSES)
        closed = moment() if status in {"WON", "LOST"} else None
        amount = Decimal(chance.randrange(10**7)) / 100
        currency, owner = chance.choice(("EUR", "USD")), chance.choice(owners)
        deals.append((client, amount, currency, status, owner, moment(), closed, gone()))
    await database.executemany(DEAL, deals)
    await database.executemany(
        CLIENT, [(chance.choice(owners), moment(), gone()) for _ in range(150)]
    )
    tasks: list[tuple[Any, ...]] = []
    for _ in range(100):
        status = chance.choice(("TODO", "IN_PROGRESS", "DONE"))
        due = (
            NOW.date() + timedelta(days=chance.randrange(-5, 5)) if chance.random() < 0.8 else None
        )
        done = NOW if status == "DONE" else None
        tasks.append((client, due, status, chance.choice(owners), done, gone()))
    await database.executemany(TASK, tasks)


class Recount:
    """Row by row, as one would by hand."""

    def __init__(self, deals: list[Any], clients: list[Any], tasks: list[Any]) -> None:
        self.deals, self.clients, self.tasks = deals, clients, tasks

    @classmethod
    async def of(cls, database: asyncpg.Connection, owner: str | None = None) -> "Recount":
        deals = "SELECT * FROM deals WHERE deleted_at IS NULL"
        clients = "SELECT * FROM clients WHERE deleted_at IS NULL"
        tasks = "SELECT *, assigned_to AS owner_id FROM tasks WHERE deleted_at IS NULL"
        whole = [await database.fetch(rows) for rows in (deals, clients, tasks)]
        return cls(
            *[[row for row in rows if owner in {None, str(row["owner_id"])}] for rows in whole]
        )

    def closed(self, status: str, span: Span) -> list[Any]:
        of_status = [deal for deal in self.deals if deal["status"] == status]
        return [deal for deal in of_status if within(deal["closed_at"], span)]

    def overdue(self) -> int:
        late = [t for t in self.tasks if t["due_date"] and t["due_date"] < NOW.date()]
        return len([task for task in late if task["status"] != "DONE"])

    def new_clients(self, span: Span) -> int:
        return len([client for client in self.clients if within(client["created_at"], span)])

    def check(self, figures: Figures) -> None:
        known = spans(NOW)
        pipeline, stats = figures.pipeline(), figures.stats()
        for stage in pipeline.stages:
            there = [deal for deal in self.deals if deal["status"] == stage.status]
            assert tallied(Tally(stage.count, stage.sums)) == summed(there)
        assert pipeline.overdue_tasks == self.overdue()
        for week, span in zip(pipeline.weeks, known[6:], strict=True):
            assert week.starts == span.starts
            assert tallied(week.won) == summed(self.closed("WON", span))
            assert tallied(week.lost) == summed(self.closed("LOST", span))
            assert week.new_clients == self.new_clients(span)
        for span in known[:6]:
            self.check_period(stats[span.name], span)

    def check_period(self, found: Stats, span: Span) -> None:
        won, lost = self.closed("WON", span), self.closed("LOST", span)
        assert tallied(found.won) == summed(won)
        assert tallied(found.lost) == summed(lost)
        assert found.new_clients == self.new_clients(span)
        if won or lost:
            assert found.win_rate == pytest.approx(len(won) / (len(won) + len(lost)), abs=1e-4)
        days = [max((d["closed_at"] - d["created_at"]) / timedelta(days=1), 0) for d in won]
        if days:
            assert found.average_cycle_days == pytest.approx(sum(days) / len(days), abs=0.051)
        for owner in found.owners:
            theirs = [deal for deal in won if deal["owner_id"] == owner.user_id]
            assert tallied(owner.won) == summed(theirs)
        assert sum(owner.won.count for owner in found.owners) == len(won)
        assert sum(owner.overdue_tasks for owner in found.owners) == self.overdue()


def within(moment: datetime, span: Span) -> bool:
    return span.starts <= moment.date() < span.ends


def summed(deals: list[Any]) -> tuple[int, dict[str, Decimal]]:
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for deal in deals:
        sums[deal["currency"]] += deal["amount"]
    return len(deals), dict(sums)


def tallied(tally: Tally) -> tuple[int, dict[str, Decimal]]:
    return tally.count, {money.currency: money.amount for money in tally.sums}


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_they_are_what_a_recount_says(
    api: SignedIn, database: asyncpg.Connection, database_url: str, seed: int
) -> None:
    owners = [api.user_id, *[(await make_user(api))["id"] for _ in range(2)]]
    client = (await make_client(api))["id"]
    chance = random.Random(seed)  # noqa: S311  # a repeatable company
    await fill(database, owners, client, chance)

    async with connect(database_url, pool_size=1) as connected, connected.sessions() as session:
        team = await count(session, NOW)
        alone = {owner: await count(session, NOW, UUID(owner)) for owner in owners}

    (await Recount.of(database)).check(team)
    for owner in owners:
        recount = await Recount.of(database, owner)
        recount.check(alone[owner])
        recount.check(next(f for user, f in team.by_owner().items() if str(user) == owner))


async def test_the_owners_are_bounded(database: asyncpg.Connection, database_url: str) -> None:
    now = datetime.now(UTC)
    made = """
        WITH people AS (
            INSERT INTO users (email, full_name, role, is_active, time_zone, locale,
                password_hash, version)
            SELECT n || '@foyer.test', 'Person ' || n, 'USER', true, 'UTC', 'en', '', 1
            FROM generate_series(1, 60) AS n RETURNING id
        )
        INSERT INTO clients (name, phone, company, notes, owner_id, version, created_at)
        SELECT 'Acme', '', '', '', id, 1, $1 FROM people
    """
    await database.execute(made, now)

    async with connect(database_url, pool_size=1) as connected, connected.sessions() as session:
        stats = (await count(session, now)).stats()[Period.THIS_MONTH]

    assert (len(stats.owners), stats.new_clients) == (MOST_OWNERS, 60)


@pytest.mark.parametrize(
    ("today", "period", "starts", "ends"),
    [
        ("2026-01-01", Period.LAST_MONTH, "2025-12-01", "2026-01-01"),
        ("2026-01-01", Period.LAST_QUARTER, "2025-10-01", "2026-01-01"),
        ("2026-12-31", Period.THIS_QUARTER, "2026-10-01", "2027-01-01"),
        ("2028-02-29", Period.THIS_MONTH, "2028-02-01", "2028-03-01"),
        ("2026-05-20", Period.LAST_YEAR, "2025-01-01", "2026-01-01"),
    ],
)
def test_periods_are_those_of_the_calendar(
    today: str, period: Period, starts: str, ends: str
) -> None:
    found = {span.name: span for span in spans(datetime.fromisoformat(f"{today}T23:59:59Z"))}

    span = found[period]
    assert (span.starts, span.ends) == (date.fromisoformat(starts), date.fromisoformat(ends))


def test_weeks_begin_on_mondays_and_leave_no_day_out() -> None:
    weeks = spans(NOW)[6:]

    assert len(weeks) == 12
    assert {week.starts.weekday() for week in weeks} == {0}
    assert all(one.ends == next_one.starts for one, next_one in pairwise(weeks))
    assert weeks[-1].starts <= NOW.date() < weeks[-1].ends
