"""`crm seed`: repeatable, believable, and as whole as if people had typed it."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import msgspec
import pytest
from msgspec.structs import replace

from ops.seed.data import History
from ops.seed.rows import ClientRow, DealRow, TaskRow
from tests.ops.conftest import crm_here
from tests.support.servers import Servers

UNTIL = datetime(2026, 11, 1, tzinfo=UTC)
SIZES = ("--clients", "40", "--deals", "90", "--tasks", "80", "--until", "2026-11-01")
LEAD = UUID("0199f000-0000-7000-8000-000000000000")


def rows(seed: int) -> tuple[list[ClientRow], list[DealRow]]:
    return made(seed)[:2]


def made(seed: int) -> tuple[list[ClientRow], list[DealRow], list[TaskRow]]:
    history = History(seed, until=UNTIL)
    owners = [user.id for user in history.salespeople()]
    clients = list(history.clients(30, owners=owners))
    deals = list(history.deals(60, clients=clients))
    return clients, deals, list(history.to_do(LEAD).tasks(200, clients=clients, deals=deals))


@pytest.fixture(scope="module")
def seeded(empty_database: str) -> str:
    filled = crm_here("seed", *SIZES, DATABASE_URL=empty_database)
    assert filled.returncode == 0, filled.stderr
    return empty_database


@pytest.fixture
def seeded_copy(seeded: str, servers: Servers) -> Iterator[str]:
    """For a test that writes."""
    with replace(servers, template_url=seeded).copy_of_template("copy") as url:
        yield url


async def fetch(database: str, query: str) -> list[tuple[object, ...]]:
    connection = await asyncpg.connect(database)
    try:
        return [tuple(row) for row in await connection.fetch(query)]
    finally:
        await connection.close()


def test_the_same_seed_makes_the_same_rows() -> None:
    assert msgspec.json.encode(made(3)) == msgspec.json.encode(made(3))


def test_another_seed_makes_other_rows() -> None:
    assert {client.id for client in rows(3)[0]}.isdisjoint(client.id for client in rows(4)[0])


def test_nothing_happens_before_its_cause() -> None:
    clients, deals = rows(5)
    met = {client.id: client.created_at for client in clients}

    assert all(met[deal.client_id] <= deal.created_at <= UNTIL for deal in deals)
    assert all(deal.created_at <= deal.closed_at <= UNTIL for deal in deals if deal.closed_at)


def test_tasks_make_sense_today() -> None:
    clients, deals, tasks = made(7)
    causes = {record.id: record.created_at for record in (*clients, *deals)}
    today = UNTIL.date()

    assert all(causes[task.deal_id or task.client_id] <= task.created_at <= UNTIL for task in tasks)
    assert all(task.created_at <= task.completed_at <= UNTIL for task in tasks if task.completed_at)
    assert all((task.status == "DONE") == (task.completed_at is not None) for task in tasks)
    late = [t for t in tasks if t.due_date and t.due_date < today and t.status != "DONE"]
    coming = [t for t in tasks if t.due_date and t.due_date >= today and t.status != "DONE"]
    done = [t for t in tasks if t.status == "DONE"]
    assert 0 < len(late) < len(coming) < len(done)


def test_no_two_clients_share_an_address() -> None:
    clients, _ = rows(6)

    assert len({client.email for client in clients}) == len(clients)


async def test_every_record_has_its_entry_in_the_change_log(seeded: str) -> None:
    counts = await fetch(
        seeded, "SELECT entity_type, count(*) FROM activity_log GROUP BY 1 ORDER BY 1"
    )

    assert counts == [("client", 40), ("deal", 90), ("task", 80), ("user", 4)]


async def test_the_kept_totals_equal_a_recount(seeded: str) -> None:
    kept = await fetch(
        seeded,
        "SELECT status, owner_id, currency, count, amount FROM deal_totals"
        " WHERE count > 0 ORDER BY 1, 2, 3",
    )
    recounted = await fetch(
        seeded,
        "SELECT status, owner_id, currency, count(*), sum(amount) FROM deals"
        " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
    )

    assert kept == recounted


async def test_the_kept_totals_of_tasks_equal_a_recount(seeded: str) -> None:
    kept = await fetch(
        seeded,
        "SELECT status, assigned_to, created_by, count FROM task_totals"
        " WHERE count > 0 ORDER BY 1, 2, 3",
    )
    recounted = await fetch(
        seeded,
        "SELECT status, assigned_to, created_by, count(*) FROM tasks"
        " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
    )

    assert kept == recounted != []


async def test_the_search_indexes_are_left_as_they_were(seeded: str) -> None:
    options = await fetch(
        seeded,
        "SELECT relname, reloptions::text FROM pg_class"
        " WHERE relname IN ('ix_clients_search', 'ix_deals_search', 'ix_tasks_search')"
        " ORDER BY 1",
    )

    assert options == [
        ("ix_clients_search", "{fastupdate=off}"),
        ("ix_deals_search", "{fastupdate=off}"),
        ("ix_tasks_search", "{fastupdate=off}"),
    ]


async def test_a_second_time_is_refused_in_a_sentence(seeded: str) -> None:
    again = await asyncio.to_thread(crm_here, "seed", *SIZES, DATABASE_URL=seeded)

    assert again.returncode == 1
    assert "Seed 1 is in this database;" in again.stderr
    assert await fetch(seeded, "SELECT count(*) FROM clients") == [(40,)]


async def test_another_seed_adds_to_it_with_the_same_people(seeded_copy: str) -> None:
    sizes = (*SIZES, "--seed", "2")
    added = await asyncio.to_thread(crm_here, "seed", *sizes, DATABASE_URL=seeded_copy)

    assert added.returncode == 0, added.stderr
    assert await fetch(seeded_copy, "SELECT count(*) FROM clients") == [(80,)]
    assert await fetch(seeded_copy, "SELECT count(*) FROM users") == [(4,)]
