"""The channels' own statements: news written down once, a channel leased, what came of it noted."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from backend.channels.models import ChannelStatus
from backend.core.db import Database
from backend.core.work import Work

LEASE_SECONDS = 60
TOGETHER = 20  # pieces of news in one message
TO_A_PERSON = text("""
    INSERT INTO channel_deliveries (channel_id, event_id, type, entity_uuid, payload)
    SELECT id, :event, :type, :entity, :payload FROM channels
    WHERE owner_id = :owner AND NOT is_team AND is_active
    ON CONFLICT (event_id, channel_id) DO NOTHING
""").bindparams(bindparam("payload", type_=JSONB))
# What a change made of a deal's status stands in its entry of the log, written in the same
# transaction, and so at the same moment.
TO_TEAMS = text("""
    WITH entry AS (
        SELECT a.payload -> 'changes' -> 'status' ->> 1 AS status, u.full_name AS person
        FROM outbox o
        JOIN activity_log a ON a.entity_uuid = :entity AND a.created_at = o.created_at
            AND a.action = :action
        LEFT JOIN users u ON u.id = a.user_id
        WHERE o.id = :event
        LIMIT 1
    ), told AS (
        SELECT CASE
            WHEN :kind = 'client' THEN 'client_added'
            WHEN status = 'WON' THEN 'deal_won'
            WHEN status = 'LOST' THEN 'deal_lost'
            WHEN :action = 'created' THEN 'deal_opened'
        END AS type, coalesce(person, '') AS person
        FROM entry
    )
    INSERT INTO channel_deliveries (channel_id, event_id, type, entity_uuid, payload)
    SELECT c.id, :event, told.type, :entity, jsonb_build_object('person', told.person)
    FROM told JOIN channels c ON told.type = ANY(c.events) AND c.is_team AND c.is_active
    ON CONFLICT (event_id, channel_id) DO NOTHING
""")
LEASE = text("""
    WITH due AS (
        SELECT c.id FROM channels c
        WHERE c.is_active AND c.next_at <= now()
            AND (c.lease_until IS NULL OR c.lease_until < now())
            AND EXISTS (
                SELECT FROM channel_deliveries d WHERE d.channel_id = c.id AND d.status = 'PENDING'
            )
        ORDER BY c.next_at, c.id LIMIT :room FOR UPDATE SKIP LOCKED
    )
    UPDATE channels c SET lease_until = now() + make_interval(secs => :seconds)
    FROM due, users u LEFT JOIN notification_settings s ON s.user_id = u.id
    WHERE c.id = due.id AND u.id = c.owner_id
    RETURNING c.id, c.sealed, c.is_team, c.attempts, u.id, u.role, u.is_active, u.full_name,
        u.email::text, u.locale, u.time_zone, coalesce(s.choices, '{}'::jsonb)
""").bindparams(seconds=LEASE_SECONDS)
WAITING = text("""
    SELECT id, type, entity_uuid, payload, created_at FROM channel_deliveries
    WHERE channel_id = :channel AND status = 'PENDING' ORDER BY id LIMIT :together
""").bindparams(together=TOGETHER)
SETTLE = text("""
    UPDATE channel_deliveries SET status = :status, attempts = attempts + 1, tried_at = now(),
        duration_ms = :duration, error = :error
    WHERE id = ANY(:ids)
""")
RELEASE = text("""
    UPDATE channels SET lease_until = NULL, attempts = 0, next_at = now(), failing_since = NULL
    WHERE id = :id
""")
FAILED = text("""
    UPDATE channels SET lease_until = NULL, attempts = attempts + 1,
        failing_since = coalesce(failing_since, now()),
        next_at = now() + make_interval(secs => :pause)
    WHERE id = :id
    RETURNING failing_since < now() - interval '1 day'
""")
GIVEN_UP = text("""
    UPDATE channel_deliveries SET status = 'FAILED', error = coalesce(error, :error)
    WHERE channel_id = :id AND status = 'PENDING'
""")


class Due(Struct, frozen=True):
    """A channel that is this worker's to write to until its lease runs out."""

    id: UUID
    sealed: bytes
    is_team: bool
    attempts: int
    owner_id: UUID
    owner_role: str
    owner_is_active: bool
    owner_name: str
    owner_email: str
    locale: str
    time_zone: str
    choices: dict[str, dict[str, bool]]


class News(Struct, frozen=True):
    id: UUID
    type: str
    entity_uuid: UUID
    payload: dict[str, Any]
    created_at: Any


async def tell_person(
    database: Database, event: UUID, owner: UUID, type: str, entity: UUID, payload: dict[str, Any]
) -> None:
    """Once for each of their channels, however often it is told."""
    values = {"event": event, "owner": owner, "type": type, "entity": entity, "payload": payload}
    async with database.sessions.begin() as session:
        await session.execute(TO_A_PERSON, values)


async def tell_teams(database: Database, event: UUID, topic: str, entity: UUID) -> None:
    kind, _, action = topic.partition(".")
    values = {"event": event, "kind": kind, "action": action, "entity": entity}
    async with database.sessions.begin() as session:
        await session.execute(TO_TEAMS, values)


async def lease(database: Database, *, room: int) -> list[Due]:
    async with database.sessions.begin() as session:
        rows = (await session.execute(LEASE, {"room": room})).all()
    return [Due(*row) for row in rows]


async def waiting(database: Database, channel_id: UUID) -> list[News]:
    """The oldest."""
    async with database.sessions() as session:
        rows = (await session.execute(WAITING, {"channel": channel_id})).all()
    return [News(*row) for row in rows]


async def settle(
    work: Work,
    ids: Sequence[UUID],
    status: ChannelStatus,
    *,
    duration: int | None = None,
    error: str | None = None,
) -> None:
    values = {"ids": list(ids), "status": status.value, "duration": duration, "error": error}
    if ids:
        await work.session.execute(SETTLE, values)


async def release(work: Work, channel_id: UUID) -> None:
    await work.session.execute(RELEASE, {"id": channel_id})


async def postpone(work: Work, channel_id: UUID, pause: float) -> bool:
    """Whether nothing has succeeded for a day."""
    failed = await work.session.execute(FAILED, {"id": channel_id, "pause": pause})
    return bool(failed.scalar_one_or_none())


async def give_up(work: Work, channel_id: UUID, error: str) -> None:
    await work.session.execute(GIVEN_UP, {"id": channel_id, "error": error})
