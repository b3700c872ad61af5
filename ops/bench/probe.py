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

Send = Callable[[dict[str, Any]], Awaitable[None]]
Prepared = tuple[str, list[Any]]
LIMIT = 50
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
        first, plain = self._lists[path]
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(first[0], *first[1])
            total = rows[0][-1]
            if plain is not None and total > COUNTED:
                rows = await connection.fetch(plain[0], *plain[1])
        items = [ClientView(*row[:WIDTH]) for row in rows[:LIMIT]]
        return encode(ClientPage(items, total, True, LIMIT, 0, CURSOR))

    async def _create(self) -> bytes:
        async with self._pool.acquire() as connection:
            return encode(dict(await connection.fetchrow(CREATE, "Bench", self._owner)))

    async def _live(self, receive: Any, send: Send) -> None:
        await receive()
        ways = msgspec.json.decode(os.environ["PROBE_WAYS"], type=Ways)
        self._owner = ways.owner
        self._lists = {path: _statements(**asked) for path, asked in ways.lists.items()}
        self._pool = await asyncpg.create_pool(
            os.environ["DATABASE_URL"], max_size=16, server_settings=SERVER_SETTINGS
        )
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._pool.close()
        await send({"type": "lifespan.shutdown.complete"})


def _statements(
    *, search: str | None = None, cursor: str | None = None
) -> tuple[Prepared, Prepared | None]:
    asked = ask("-created_at", limit=LIMIT, offset=0, cursor=cursor, count=None, search=search)
    shape, values = LISTING.plan(ADMIN, asked)
    plain = _prepared(uncounted(shape), values) if shape.counting == "bounded" else None
    return _prepared(shape, values), plain


def _prepared(shape: Shape, values: dict[str, Any]) -> Prepared:
    query = LISTING.query(shape)
    return query.sql, query.arguments(values)


app = Probe()
