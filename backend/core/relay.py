"""Takes due outbox rows under a lease, hands each to its handler, and marks it sent."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

import structlog
from msgspec import Struct
from sqlalchemy import func, text

from backend.core.db import Database
from backend.core.logs import following
from backend.core.outbox import Outbox
from backend.core.tidying import forget
from backend.core.traces import span

log = structlog.get_logger()
BATCH = 50
LEASE_SECONDS = 30
HANDLER_SECONDS = 20
OURS = {"messaging.system": "foyer.outbox"}
Handler = Callable[["Event"], Awaitable[None]]

# Database time throughout: relays on machines whose clocks differ agree on who holds a lease.
LEASE = text(f"""
    UPDATE outbox SET lease_until = now() + interval '{LEASE_SECONDS} s', attempts = attempts + 1
    WHERE id IN (
        SELECT id FROM outbox
        WHERE sent_at IS NULL AND next_at <= now() AND (lease_until IS NULL OR lease_until < now())
        ORDER BY next_at, id LIMIT {BATCH} FOR UPDATE SKIP LOCKED
    )
    RETURNING id, topic, payload, attempts, request_id, traceparent
""")  # noqa: S608  # the numbers are constants of this module
SENT = text("UPDATE outbox SET sent_at = now(), lease_until = NULL WHERE id = ANY(:ids)")
FAILED = text("""
    UPDATE outbox SET lease_until = NULL, last_error = :error,
        next_at = now() + least(interval '1 hour', interval '1 s' * power(2, least(attempts, 12)))
                        * (0.5 + random())
    WHERE id = :id
""")
OLD = Outbox.sent_at < func.now() - text("interval '7 days'")


class Event(Struct, frozen=True):
    """``id`` stays the same however often the event is handed over.

    ``request_id`` and ``traceparent`` are those of the request that it follows, if it does.
    """

    id: UUID
    topic: str
    payload: dict[str, Any]
    attempts: int
    request_id: str | None = None
    traceparent: str | None = None


class Relay:
    """At least once: a handler must be idempotent by the event's id.

    ``handlers`` is asked by topic, then by the topic's family (``deal.*``), then by ``*``.
    """

    def __init__(self, database: Database, handlers: Mapping[str, Handler]) -> None:
        self._database = database
        self._handlers = handlers
        self._turn = asyncio.Lock()

    async def run(self) -> int:
        """Relays until nothing is due; returns how many rows it handled."""
        handled = 0
        async with self._turn:
            while batch := await self._lease():
                await self._hand_over(batch)
                handled += len(batch)
        return handled

    async def forget(self) -> None:
        """Removes rows that were sent long ago."""
        await forget(self._database, Outbox, OLD)

    async def _lease(self) -> list[Event]:
        async with self._database.sessions.begin() as session:
            rows = (await session.execute(LEASE)).all()
        return sorted((Event(*row) for row in rows), key=lambda event: event.id)

    async def _hand_over(self, batch: list[Event]) -> None:
        """What is not begun while the lease is sure to last waits for the next one."""
        sent: list[UUID] = []
        last_start = time.monotonic() + LEASE_SECONDS - HANDLER_SECONDS
        for event in batch:
            if time.monotonic() > last_start:
                break
            try:
                async with asyncio.timeout(HANDLER_SECONDS):
                    await self._handle(event)
            except Exception as error:  # one bad event must not hold up the others
                await self._failed(event, error)
            else:
                sent.append(event.id)
        if sent:
            async with self._database.sessions.begin() as session:
                await session.execute(SENT, {"ids": sent})

    async def _handle(self, event: Event) -> None:
        """As a part of the request that wrote it."""
        with following(event.request_id, event.traceparent), span(event.topic, "consumer", OURS):
            await self._handler(event.topic)(event)

    async def _failed(self, event: Event, error: Exception) -> None:
        with following(event.request_id, event.traceparent):
            log.warning("outbox_retry", id=str(event.id), topic=event.topic, error=repr(error))
        async with self._database.sessions.begin() as session:
            await session.execute(FAILED, {"id": event.id, "error": repr(error)[:1000]})

    def _handler(self, topic: str) -> Handler:
        family = f"{topic.partition('.')[0]}.*"
        for name in (topic, family, "*"):
            if name in self._handlers:
                return self._handlers[name]
        raise LookupError(f"No handler for {topic}")
