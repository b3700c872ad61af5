"""Seeded rows into PostgreSQL by COPY, each with its entry in the change log."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from random import Random
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from ops.database import refusing_in_words
from ops.errors import Refused
from ops.seed.data import History
from ops.seed.entries import Entries
from ops.seed.rows import Row, UserRow

SEARCH_INDEXES = ("ix_clients_search", "ix_deals_search", "ix_tasks_search")
LEAD = "SELECT id FROM users WHERE role = 'ADMIN' AND is_active ORDER BY created_at, id LIMIT 1"


class Sizes(Struct, frozen=True):
    """How many of each."""

    clients: int
    deals: int
    tasks: int


@asynccontextmanager
async def one_transaction(database_url: str) -> AsyncGenerator[asyncpg.Connection]:
    """All or nothing."""
    connection = await asyncpg.connect(database_url)
    try:
        await connection.set_builtin_type_codec("citext", codec_name="text")
        async with connection.transaction():
            yield connection
        await connection.execute("ANALYZE users, clients, deals, tasks, activity_log")
    finally:
        await connection.close()


async def seed_database(database_url: str, sizes: Sizes, *, seed: int, until: datetime) -> None:
    """Raises Refused where the same seed's records are there already."""
    with refusing_in_words():
        try:
            async with (
                one_transaction(database_url) as connection,
                gathered_search_updates(connection),
            ):
                await Store(connection, seed).fill(History(seed, until=until), sizes)
        except asyncpg.UniqueViolationError as error:
            raise Refused(f"Seed {seed} is in this database; give another --seed.") from error


@asynccontextmanager
async def gathered_search_updates(connection: asyncpg.Connection) -> AsyncGenerator[None]:
    """The search indexes take all new rows in one go: one by one took six times as long.

    They stay in use meanwhile, which dropping them would not allow.
    """
    await connection.execute("SET LOCAL gin_pending_list_limit = '1GB'")
    await connection.execute("SET LOCAL maintenance_work_mem = '256MB'")
    for index in SEARCH_INDEXES:
        await connection.execute(f"ALTER INDEX {index} SET (fastupdate = on)")
    yield
    for index in SEARCH_INDEXES:
        await connection.execute(f"SELECT gin_clean_pending_list('{index}')")
        await connection.execute(f"ALTER INDEX {index} SET (fastupdate = off)")


async def seed_once(database_url: str, sizes: Sizes, *, seed: int, until: datetime) -> None:
    """Nothing where the records are there already, as after a start that was killed."""
    with suppress(Refused):
        await seed_database(database_url, sizes, seed=seed, until=until)


class Store:
    def __init__(self, connection: asyncpg.Connection, seed: int) -> None:
        self._connection = connection
        self._random = Random(seed)  # noqa: S311  # repeatable on purpose

    async def fill(self, history: History, sizes: Sizes) -> None:
        owners = await self._salespeople(history.salespeople())
        to_do = history.to_do(await self._connection.fetchval(LEAD))
        clients = list(history.clients(sizes.clients, owners=owners))
        deals = list(history.deals(sizes.deals, clients=clients))
        tasks = list(to_do.tasks(sizes.tasks, clients=clients, deals=deals))
        entries = Entries(
            self._random,
            clients={client.id: client.name for client in clients},
            deals={deal.id: deal.title for deal in deals},
        )
        await copy(self._connection, "clients", clients)
        await copy(self._connection, "deals", deals)
        await copy(self._connection, "tasks", tasks)
        await copy(self._connection, "activity_log", [entries.client(row) for row in clients])
        await copy(self._connection, "activity_log", [entries.deal(row) for row in deals])
        await copy(self._connection, "activity_log", [entries.task(row) for row in tasks])
        await copy(self._connection, "notifications", to_do.notifications(tasks, entries))

    async def _salespeople(self, wanted: Sequence[UserRow]) -> list[UUID]:
        """Those of an earlier seed are the same people."""
        emails = [user.email for user in wanted]
        known = await self._connection.fetch(
            "SELECT email::text, id FROM users WHERE email = ANY($1::text[]::citext[])", emails
        )
        ids: dict[str, UUID] = dict(known)
        new = [user for user in wanted if user.email not in ids]
        entries = Entries(self._random, clients={}, deals={})
        await copy(self._connection, "users", new)
        await copy(self._connection, "activity_log", [entries.user(row) for row in new])
        return [ids.get(user.email, user.id) for user in wanted]


async def copy(connection: asyncpg.Connection, table: str, rows: Sequence[Row]) -> None:
    if rows:
        await connection.copy_records_to_table(
            table,
            records=[msgspec.structs.astuple(row) for row in rows],
            columns=rows[0].__struct_fields__,
        )
