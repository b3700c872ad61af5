"""Takes due outbox rows under a lease, hands each to its handler, and marks it sent."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

import structlog
from msgspec import Struct
from sqlalchemy import func, text

from backend.core.db import Database
from backend.core.leases import LEASE_SECONDS, renewed
from backend.core.logs import following
from backend.core.outbox import Outbox
from backend.core.tidying import forget
from backend.core.traces import span

log = structlog.get_logger()
BATCH = 10  # few: what a killed relay has handed over but not marked is handed over again
HANDLER_SECONDS = 20
QUEUED = {"messaging.system": "foyer.outbox"}
TRIES = 36  # after twelve of them, some 70 minutes, one an hour: about a day in all
Handler = Callable[["Event"], Awaitable[None]]

LEASE = text("""
    UPDATE outbox SET lease_until = now() + make_interval(secs => :lease), attempts = attempts + 1
    WHERE id IN (
        SELECT id FROM outbox
        WHERE sent_at IS NULL AND dead_at IS NULL AND next_at <= now()
            AND (lease_until IS NULL OR lease_until < now())
        ORDER BY next_at, id LIMIT :batch FOR UPDATE SKIP LOCKED
    )
    RETURNING id, topic, payload, attempts, request_id, traceparent
""").bindparams(lease=LEASE_SECONDS, batch=BATCH)
SENT = text("UPDATE outbox SET sent_at = now(), lease_until = NULL WHERE id = ANY(:ids)")
# A lease that was lost is another's: each counts an attempt, so the number tells them apart.
# Without seconds it is given back.
HELD_FOR = text("""
    UPDATE outbox SET lease_until = now() + make_interval(secs => CAST(:lease AS float8))
    WHERE sent_at IS NULL AND (id, attempts) IN (
        SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:attempts AS int[])))
""")
FAILED = text("""
    UPDATE outbox SET lease_until = NULL, last_error = :error,
        dead_at = CASE WHEN attempts >= :tries THEN now() END,
        next_at = now() + least(interval '1 hour', interval '1 s' * power(2, least(attempts, 12)))
                        * (0.5 + random())
    WHERE id = :id AND attempts = :attempts AND sent_at IS NULL
    RETURNING dead_at IS NOT NULL
""").bindparams(tries=TRIES)
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

    async def forget(self) -> int:
        """Removes rows that were sent long ago."""
        return await forget(self._database, Outbox, OLD)

    async def _lease(self) -> list[Event]:
        async with self._database.sessions.begin() as session:
            rows = (await session.execute(LEASE)).all()
        return sorted((Event(*row) for row in rows), key=lambda event: event.id)

    async def _hand_over(self, batch: list[Event]) -> None:
        """Broken off, it marks what was handed over, and another relay goes on at once."""
        held = {event.id: event for event in batch}
        sent: list[UUID] = []
        try:
            async with renewed(lambda: self._hold(held, LEASE_SECONDS)):
                for event in batch:
                    if await self._succeeds(event):
                        sent.append(event.id)
                    del held[event.id]
        finally:
            await self._settle(sent, held)

    async def _succeeds(self, event: Event) -> bool:
        """As a part of the request that wrote it."""
        with following(event.request_id, event.traceparent):
            try:
                with span(event.topic, "consumer", QUEUED):
                    async with asyncio.timeout(HANDLER_SECONDS):
                        await self._handler(event.topic)(event)
            except Exception as error:  # one bad event must not hold up the others
                await self._failed(event, error)
                return False
            return True

    async def _settle(self, sent: list[UUID], held: Mapping[UUID, Event]) -> None:
        if sent:
            async with self._database.sessions.begin() as session:
                await session.execute(SENT, {"ids": sent})
        if held:
            await self._hold(held, None)

    async def _hold(self, held: Mapping[UUID, Event], seconds: int | None) -> None:
        """For so long from now; None gives them back."""
        attempts = [event.attempts for event in held.values()]
        values = {"ids": list(held), "attempts": attempts, "lease": seconds}
        async with self._database.sessions.begin() as session:
            await session.execute(HELD_FOR, values)

    async def _failed(self, event: Event, error: Exception) -> None:
        told = {"id": str(event.id), "topic": event.topic, "error": repr(error)}
        values = {"id": event.id, "attempts": event.attempts, "error": repr(error)[:1000]}
        async with self._database.sessions.begin() as session:
            is_dead = (await session.execute(FAILED, values)).scalar_one_or_none()
        if is_dead:
            log.error("outbox_dead", attempts=event.attempts, **told)
        else:
            log.warning("outbox_retry", **told)

    def _handler(self, topic: str) -> Handler:
        family = f"{topic.partition('.')[0]}.*"
        for name in (topic, family, "*"):
            if name in self._handlers:
                return self._handlers[name]
        raise LookupError(f"No handler for {topic}")
