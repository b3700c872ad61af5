"""`crm seed`: repeatable, believable, and as whole as if people had typed it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import msgspec
import pytest

from ops.local.services import embedded_services
from ops.seed.data import History
from ops.seed.rows import ClientRow, DealRow
from tests.ops.conftest import crm

UNTIL = datetime(2026, 11, 1, tzinfo=UTC)
SIZES = ("--clients", "40", "--deals", "90", "--until", "2026-11-01")


def rows(seed: int) -> tuple[list[ClientRow], list[DealRow]]:
    history = History(seed, until=UNTIL)
    owners = [user.id for user in history.salespeople()]
    clients = list(history.clients(30, owners=owners))
    return clients, list(history.deals(60, clients=clients))


@pytest.fixture(scope="module")
def seeded(state: Path) -> Iterator[str]:
    with embedded_services(state, durable=False) as services:
        migrated = crm("migrate", DATABASE_URL=services.database_url)
        assert migrated.returncode == 0, migrated.stderr
        filled = crm("seed", *SIZES, DATABASE_URL=services.database_url)
        assert filled.returncode == 0, filled.stderr
        yield services.database_url


async def fetch(database: str, query: str) -> list[tuple[object, ...]]:
    connection = await asyncpg.connect(database)
    try:
        return [tuple(row) for row in await connection.fetch(query)]
    finally:
        await connection.close()


def test_the_same_seed_makes_the_same_rows() -> None:
    assert msgspec.json.encode(rows(3)) == msgspec.json.encode(rows(3))


def test_another_seed_makes_other_rows() -> None:
    assert {client.id for client in rows(3)[0]}.isdisjoint(client.id for client in rows(4)[0])


def test_nothing_happens_before_its_cause() -> None:
    clients, deals = rows(5)
    met = {client.id: client.created_at for client in clients}

    assert all(met[deal.client_id] <= deal.created_at <= UNTIL for deal in deals)
    assert all(deal.created_at <= deal.closed_at <= UNTIL for deal in deals if deal.closed_at)


def test_no_two_clients_share_an_address() -> None:
    clients, _ = rows(6)

    assert len({client.email for client in clients}) == len(clients)


async def test_every_record_has_its_entry_in_the_change_log(seeded: str) -> None:
    counts = await fetch(
        seeded, "SELECT entity_type, count(*) FROM activity_log GROUP BY 1 ORDER BY 1"
    )

    assert counts == [("client", 40), ("deal", 90), ("user", 4)]


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


async def test_the_search_indexes_are_left_as_they_were(seeded: str) -> None:
    options = await fetch(
        seeded,
        "SELECT relname, reloptions::text FROM pg_class"
        " WHERE relname IN ('ix_clients_search', 'ix_deals_search') ORDER BY 1",
    )

    assert options == [
        ("ix_clients_search", "{fastupdate=off}"),
        ("ix_deals_search", "{fastupdate=off}"),
    ]


async def test_a_second_time_is_refused_in_a_sentence(seeded: str) -> None:
    again = crm("seed", *SIZES, DATABASE_URL=seeded)

    assert again.returncode == 1
    assert "Seed 1 is in this database;" in again.stderr
    assert await fetch(seeded, "SELECT count(*) FROM clients") == [(40,)]


async def test_another_seed_adds_to_it_with_the_same_people(seeded: str) -> None:
    added = crm("seed", *SIZES, "--seed", "2", DATABASE_URL=seeded)

    assert added.returncode == 0, added.stderr
    assert await fetch(seeded, "SELECT count(*) FROM clients") == [(80,)]
    assert await fetch(seeded, "SELECT count(*) FROM users") == [(4,)]
