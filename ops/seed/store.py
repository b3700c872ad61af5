"""Seeded rows into PostgreSQL by COPY, each with its entry in the change log."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from backend.accounts.service import FIELDS as USER_FIELDS
from backend.clients.service import FIELDS as CLIENT_FIELDS
from backend.core import changes
from backend.deals.service import FIELDS as DEAL_FIELDS
from ops.database import refusing_in_words
from ops.errors import Refused
from ops.seed.data import History
from ops.seed.rows import ActivityRow, ClientRow, DealRow, UserRow, uuid7

SEARCH_INDEXES = ("ix_clients_search", "ix_deals_search")


async def seed_database(
    database_url: str, *, clients: int, deals: int, seed: int, until: datetime
) -> None:
    """All or nothing; raises Refused where the same seed's records are there already."""
    with refusing_in_words():
        connection = await asyncpg.connect(database_url)
        try:
            await connection.set_builtin_type_codec("citext", codec_name="text")
            async with connection.transaction(), gathered_search_updates(connection):
                await Store(connection, seed).fill(History(seed, until=until), clients, deals)
            await connection.execute("ANALYZE users, clients, deals, activity_log")
        except asyncpg.UniqueViolationError as error:
            raise Refused(f"Seed {seed} is in this database; give another --seed.") from error
        finally:
            await connection.close()


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


async def seed_once(
    database_url: str, *, clients: int, deals: int, seed: int, until: datetime
) -> None:
    """Nothing where the records are there already, as after a start that was killed."""
    with suppress(Refused):
        await seed_database(database_url, clients=clients, deals=deals, seed=seed, until=until)


class Store:
    def __init__(self, connection: asyncpg.Connection, seed: int) -> None:
        self._connection = connection
        self._random = Random(seed)  # noqa: S311  # repeatable on purpose

    async def fill(self, history: History, clients: int, deals: int) -> None:
        owners = await self._salespeople(history.salespeople())
        client_rows = list(history.clients(clients, owners=owners))
        deal_rows = list(history.deals(deals, clients=client_rows))
        names = {client.id: client.name for client in client_rows}
        await self._copy("clients", client_rows)
        await self._copy("deals", deal_rows)
        await self._copy("activity_log", [self._client_made(row) for row in client_rows])
        await self._copy(
            "activity_log", [self._deal_made(row, names[row.client_id]) for row in deal_rows]
        )

    async def _salespeople(self, wanted: Sequence[UserRow]) -> list[UUID]:
        """Those of an earlier seed are the same people."""
        emails = [user.email for user in wanted]
        known = await self._connection.fetch(
            "SELECT email::text, id FROM users WHERE email = ANY($1::text[]::citext[])", emails
        )
        ids: dict[str, UUID] = dict(known)
        new = [user for user in wanted if user.email not in ids]
        await self._copy("users", new)
        await self._copy("activity_log", [self._user_made(row) for row in new])
        return [ids.get(user.email, user.id) for user in wanted]

    async def _copy(self, table: str, rows: Sequence[Struct]) -> None:
        if rows:
            await self._connection.copy_records_to_table(
                table,
                records=[msgspec.structs.astuple(row) for row in rows],
                columns=rows[0].__struct_fields__,
            )

    def _user_made(self, row: UserRow) -> ActivityRow:
        return self._made("user", row, None, USER_FIELDS, {"name": row.full_name})

    def _client_made(self, row: ClientRow) -> ActivityRow:
        return self._made("client", row, row.owner_id, CLIENT_FIELDS, {"name": row.name})

    def _deal_made(self, row: DealRow, client_name: str) -> ActivityRow:
        names = {"name": row.title, "client_name": client_name}
        return self._made("deal", row, row.owner_id, DEAL_FIELDS, names)

    def _made(
        self,
        kind: str,
        row: UserRow | ClientRow | DealRow,
        author: UUID | None,
        fields: Sequence[str],
        names: dict[str, str],
    ) -> ActivityRow:
        after: dict[str, Any] = {
            name: msgspec.to_builtins(getattr(row, name, None)) for name in fields
        }
        payload = {**names, "changes": changes.difference(changes.NOTHING, after)}
        return ActivityRow(
            id=uuid7(row.created_at, self._random),
            user_id=author,
            entity_type=kind,
            entity_uuid=row.id,
            action="created",
            payload=msgspec.json.encode(payload).decode(),
            created_at=row.created_at,
        )
