"""The ceiling: the same statements and the same JSON by uvicorn, asyncpg and msgspec alone.

No framework, no sign-in, no limits, no log: the distance to this is what the API's own work costs.
"""

import os
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec

from backend.clients.queries import LISTING
from backend.clients.schemas import ClientPage, ClientView
from backend.core.actor import Actor, Role
from backend.core.db import SERVER_SETTINGS
from backend.core.listing import Shape, ask, uncounted
from backend.core.paging import COUNTED
from ops.bench.words import PAGE

Send = Callable[[dict[str, Any]], Awaitable[None]]
Prepared = tuple[str, list[Any]]
WIDTH = len(ClientView.__struct_fields__)
CURSOR = "x" * 100  # as long as a real one
ADMIN = Actor(uuid4(), Role.ADMIN, uuid4(), sees_all=True)
CREATE = """
    WITH made AS (
        INSERT INTO clients (name, phone, company, notes, owner_id, version)
        VALUES ($1, '', '', '', $2, 1) RETURNING *
    ), logged AS (
        INSERT INTO activity_log (user_id, entity_type, entity_uuid, action, payload)
        SELECT owner_id, 'client', id, 'created', '{"name": "Bench"}' FROM made
    ), told AS (
        INSERT INTO outbox (topic, payload) SELECT 'client.created', '{"kind": "client"}' FROM made
    )
    SELECT id, name, phone, company, notes, owner_id, version, created_at, updated_at FROM made
"""
encode = msgspec.json.Encoder().encode


class Ways(msgspec.Struct):
    """What the probe answers: lists by their path, and who owns what it creates."""

    lists: dict[str, dict[str, str]]
    owner: UUID

    def as_text(self) -> str:
        return msgspec.json.encode(self).decode()


class Probe:
    async def __call__(self, scope: dict[str, Any], receive: Any, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        path = scope["path"]
        content = await (self._page(path) if path in self._lists else self._create())
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(content)).encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    async def _page(self, path: str) -> bytes:
        """Counts at most 1,001 rows, and then reads without a count, exactly as the API does."""
        (sql, arguments), *plain = self._lists[path]
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(sql, *arguments)
            total = rows[0][-1] if rows else 0
            if plain and total > COUNTED:
                sql, arguments = plain[0]
                rows = await connection.fetch(sql, *arguments)
        items = [ClientView(*row[:WIDTH]) for row in rows[:PAGE]]
        return encode(ClientPage(items, total, True, PAGE, 0, CURSOR))

    async def _create(self) -> bytes:
        async with self._pool.acquire() as connection:
            return encode(dict(await connection.fetchrow(CREATE, "Anna Bench", self._owner)))

    async def _live(self, receive: Any, send: Send) -> None:
        await receive()
        ways = msgspec.json.decode(os.environ["PROBE_WAYS"], type=Ways)
        self._owner = ways.owner
        self._lists = {path: statements(**asked) for path, asked in ways.lists.items()}
        self._pool = await asyncpg.create_pool(
            os.environ["DATABASE_URL"], max_size=16, server_settings=SERVER_SETTINGS
        )
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._pool.close()
        await send({"type": "lifespan.shutdown.complete"})


def statements(*, search: str | None = None, cursor: str | None = None) -> list[Prepared]:
    """The one that answers; and one more for a search that finds too many to count."""
    asked = ask("-created_at", limit=PAGE, offset=0, cursor=cursor, count=None, search=search)
    shape, values = LISTING.plan(ADMIN, asked)
    counted = shape.counting == "bounded"
    return [_prepared(each, values) for each in ([shape, uncounted(shape)] if counted else [shape])]


def _prepared(shape: Shape, values: dict[str, Any]) -> Prepared:
    query = LISTING.query(shape)
    return query.sql, query.arguments(values)


app = Probe()
