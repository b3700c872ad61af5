"""A small company with fixed ids, `initial_data.json`: for demos and tests of integrations."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from ops.database import refusing_in_words
from ops.seed.entries import Entries
from ops.seed.rows import ActivityRow, ClientRow, DealRow, Row, TaskRow, UserRow
from ops.seed.store import copy, one_transaction

FILE = Path(__file__).with_name("initial_data.json")


class Company(Struct, forbid_unknown_fields=True):
    users: list[UserRow]
    clients: list[ClientRow]
    deals: list[DealRow]
    tasks: list[TaskRow]


def company() -> Company:
    return msgspec.json.decode(FILE.read_bytes(), type=Company)


async def load_initial_data(database_url: str) -> int:
    """Adds what is missing, and says how many records that was; what is there stays as it is."""
    made = company()
    entries = Entries(
        Random(0),  # noqa: S311  # repeatable on purpose
        clients={client.id: client.name for client in made.clients},
        deals={deal.id: deal.title for deal in made.deals},
    )
    with refusing_in_words():
        async with one_transaction(database_url) as connection:
            users = await _add(connection, "users", made.users)
            clients = await _add(connection, "clients", made.clients)
            deals = await _add(connection, "deals", made.deals)
            tasks = await _add(connection, "tasks", made.tasks)
            log: list[ActivityRow] = [
                *(entries.user(row) for row in made.users if row.id in users),
                *(entries.client(row) for row in made.clients if row.id in clients),
                *(entries.deal(row) for row in made.deals if row.id in deals),
                *(entries.task(row) for row in made.tasks if row.id in tasks),
            ]
            await copy(connection, "activity_log", log)
    return len(log)


async def _add(connection: asyncpg.Connection, table: str, rows: Sequence[Row]) -> set[UUID]:
    """Which of them were not there."""
    columns = ", ".join(rows[0].__struct_fields__)
    added = await connection.fetch(
        f"INSERT INTO {table} ({columns})"  # noqa: S608  # our own names
        f" SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, $1::jsonb)"
        " ON CONFLICT DO NOTHING RETURNING id",
        msgspec.json.encode(rows).decode(),
    )
    return {row["id"] for row in added}
