"""The mails' own statements: written down once, leased in database time, handed over, settled."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from backend.core.db import Database
from backend.core.leases import LEASE_SECONDS
from backend.mail.models import Mail, MailState

WRITE = insert(Mail).on_conflict_do_nothing(index_elements=["event_id", "user_id"])
LEASE = text("""
    WITH due AS (
        SELECT id FROM mails
        WHERE next_at <= now() AND (lease_until IS NULL OR lease_until < now())
        ORDER BY next_at, id LIMIT :room FOR UPDATE SKIP LOCKED
    )
    UPDATE mails m
    SET lease_until = now() + make_interval(secs => :lease), attempts = attempts + 1
    FROM due, users u LEFT JOIN notification_settings s ON s.user_id = u.id
    WHERE m.id = due.id AND u.id = m.user_id
    RETURNING m.id, m.event_id, m.type, m.payload, m.created_at, m.attempts,
        extract(epoch FROM now() - m.created_at)::float8,
        u.id, u.email::text, u.full_name, u.is_active, u.locale, u.time_zone,
        coalesce(s.choices, '{}'::jsonb)
""").bindparams(lease=LEASE_SECONDS)
RENEW = text("""
    UPDATE mails SET lease_until = now() + make_interval(secs => :lease)
    WHERE id = :id AND attempts = :attempts AND lease_until IS NOT NULL
""").bindparams(lease=LEASE_SECONDS)
# Noted before the server has it: whoever dies from here on leaves it in doubt, and nobody else
# sends it. Without a lease there is no handing over, for another worker may be at it.
HAND_OVER = text("""
    UPDATE mails SET state = 'IN_DOUBT', next_at = NULL, last_error = :why,
        lease_until = now() + make_interval(secs => :lease)
    WHERE id = :id AND attempts = :attempts AND state = 'WAITING' AND lease_until > now()
    RETURNING id
""").bindparams(lease=LEASE_SECONDS)
WORKER_DIED = "Its worker ended before the mail server's answer was noted"
SETTLE = text("""
    UPDATE mails SET state = :state, lease_until = NULL, last_error = :error,
        next_at = now() + make_interval(secs => :pause),
        sent_at = CASE WHEN :sent THEN now() END
    WHERE id = :id AND attempts = :attempts
""")


class Due(Struct, frozen=True):
    """A mail that is this worker's to send until its lease runs out. ``age`` is in seconds."""

    id: UUID
    event_id: UUID
    type: str
    payload: dict[str, Any]
    created_at: datetime
    attempts: int
    age: float
    user_id: UUID
    email: str
    full_name: str
    is_active: bool
    locale: str
    time_zone: str
    choices: dict[str, dict[str, bool]]


class Outcome(Struct, frozen=True):
    """What came of a try; ``pause`` in seconds until the next one, None where there is none."""

    state: MailState
    error: str | None = None
    pause: float | None = None


async def write_down(
    database: Database, event_id: UUID, user_id: UUID, type: str, payload: Mapping[str, Any]
) -> None:
    """Once for each event and recipient, however often it is told."""
    values = {"event_id": event_id, "user_id": user_id, "type": type, "payload": dict(payload)}
    async with database.sessions.begin() as session:
        await session.execute(WRITE, values)


async def lease(database: Database, *, room: int) -> list[Due]:
    async with database.sessions.begin() as session:
        rows = (await session.execute(LEASE, {"room": room})).all()
    return [Due(*row) for row in rows]


async def renew(database: Database, due: Due) -> None:
    async with database.sessions.begin() as session:
        await session.execute(RENEW, {"id": due.id, "attempts": due.attempts})


async def hand_over(database: Database, due: Due) -> bool:
    """Whether it is still this worker's to hand over."""
    values = {"id": due.id, "attempts": due.attempts, "why": WORKER_DIED}
    async with database.sessions.begin() as session:
        return (await session.execute(HAND_OVER, values)).one_or_none() is not None


async def settle(database: Database, due: Due, outcome: Outcome) -> None:
    """Unless another worker has taken the mail over since."""
    values = {
        "id": due.id,
        "attempts": due.attempts,
        "state": outcome.state.value,
        "sent": outcome.state is MailState.SENT,
        "error": outcome.error,
        "pause": outcome.pause,
    }
    async with database.sessions.begin() as session:
        await session.execute(SETTLE, values)
