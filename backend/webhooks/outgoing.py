"""The deliveries' own statements: written down, leased in database time, settled."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from sqlalchemy import TextClause, text

from backend.core.db import Database
from backend.core.leases import LEASE_SECONDS
from backend.core.relay import Event
from backend.core.work import Work
from backend.webhooks.models import DeliveryStatus

DISABLED_AFTER_DAYS = 5
IMPORT_ENDED = "import.ended"
ONE_EVENT = (
    "SELECT CAST(:event AS uuid) AS id, CAST(:type AS varchar) AS type,"
    " CAST(:kind AS varchar) AS kind, CAST(:entity AS uuid) AS entity,"
    " uuid_extract_timestamp(:event) AS happened_at"
)
# An import tells one event a batch; what it, and what its undo, did to each record is in the
# change log. Older deliveries than that are forgotten, and would be made anew.
IMPORTED = (
    "SELECT id, entity_type || '.' || action AS type, entity_type AS kind, entity_uuid AS entity,"
    " created_at AS happened_at FROM activity_log"
    " WHERE batch_id IN (:entity, (SELECT undo_id FROM imports WHERE id = :entity))"
    " AND created_at > now() - interval '29 days' AND entity_type <> 'import' AND id > :after"
    " ORDER BY id LIMIT :portion"
)
PORTION = 5_000  # entries; more would outlast a statement's time
FAN_OUT = """
    INSERT INTO webhook_deliveries (webhook_id, event_id, type, kind, entity_uuid, happened_at)
    SELECT w.id, told.id, told.type, told.kind, told.entity, told.happened_at
    FROM webhooks w JOIN users u ON u.id = w.owner_id AND u.is_active
    JOIN ({events}) AS told
        ON w.events && ARRAY['*', told.type, told.kind || '.*']::varchar[]
    WHERE w.is_active AND date_trunc('milliseconds', w.created_at) <= told.happened_at
    ON CONFLICT (event_id, webhook_id) DO NOTHING
"""
IN_PORTIONS = """
    WITH entries AS MATERIALIZED ({entries}), told AS ({told})
    SELECT id FROM entries ORDER BY id DESC LIMIT 1
"""
TELL_ONE = text(FAN_OUT.format(events=ONE_EVENT))
TELL_IMPORTED = text(
    IN_PORTIONS.format(entries=IMPORTED, told=FAN_OUT.format(events="SELECT * FROM entries"))
)
# Not FOR UPDATE: that would hold up the relay, whose new deliveries point at the endpoint.
HOLD = text("SELECT id FROM webhooks WHERE id = :id FOR NO KEY UPDATE")
LEASE = text("""
    WITH due AS (
        SELECT d.id FROM webhooks w CROSS JOIN LATERAL (
            SELECT id, next_at FROM webhook_deliveries
            WHERE webhook_id = w.id AND next_at <= now()
                AND (lease_until IS NULL OR lease_until < now())
            ORDER BY next_at, id
            LIMIT greatest(0, :each - (
                SELECT count(*) FROM webhook_deliveries
                WHERE webhook_id = w.id AND lease_until > now()
            ))
            FOR UPDATE SKIP LOCKED
        ) AS d
        WHERE w.is_active
        ORDER BY d.next_at LIMIT :room
    )
    UPDATE webhook_deliveries d
    SET lease_until = now() + make_interval(secs => :lease), attempts = attempts + 1
    FROM due, webhooks w, users u
    WHERE d.id = due.id AND w.id = d.webhook_id AND u.id = w.owner_id
    RETURNING d.id, d.webhook_id, d.event_id, d.type, d.kind, d.entity_uuid, d.happened_at,
        d.attempts, w.url, u.id, u.role, u.is_active, ARRAY(
            SELECT s.sealed FROM webhook_secrets s
            WHERE s.webhook_id = w.id AND (s.expires_at IS NULL OR s.expires_at > now())
            ORDER BY s.created_at DESC, s.id DESC
        ),
        (SELECT o.request_id FROM outbox o WHERE o.id = d.event_id),
        (SELECT o.traceparent FROM outbox o WHERE o.id = d.event_id)
""").bindparams(lease=LEASE_SECONDS)
RENEW = text("""
    UPDATE webhook_deliveries SET lease_until = now() + make_interval(secs => :lease)
    WHERE id = :id AND attempts = :attempts AND lease_until IS NOT NULL
""").bindparams(lease=LEASE_SECONDS)
GIVE_BACK = text("""
    UPDATE webhook_deliveries SET lease_until = NULL, attempts = attempts - 1
    WHERE id = :id AND attempts = :attempts AND lease_until IS NOT NULL
""")
SETTLE = text("""
    UPDATE webhook_deliveries SET status = :status, lease_until = NULL, tried_at = now(),
        next_at = now() + make_interval(secs => :pause), response_code = :code,
        duration_ms = :duration, error = :error
    WHERE id = :id AND attempts = :attempts
""")
SUCCEEDED = text(
    "UPDATE webhooks SET failing_since = NULL WHERE id = :id AND failing_since IS NOT NULL"
)
FAILED = text("""
    UPDATE webhooks SET failing_since = coalesce(failing_since, now()) WHERE id = :id
    RETURNING failing_since < now() - make_interval(days => :patience)
""").bindparams(patience=DISABLED_AFTER_DAYS)


class Due(Struct, frozen=True):
    """A delivery that is this worker's to make until its lease runs out.

    ``request_id`` and ``traceparent`` are those of the request that it tells of. Rows of an import
    have none.
    """

    id: UUID
    webhook_id: UUID
    event_id: UUID
    type: str
    kind: str
    entity_uuid: UUID
    happened_at: datetime
    attempts: int
    url: str
    owner_id: UUID
    owner_role: str
    owner_is_active: bool
    secrets: Sequence[bytes]
    request_id: str | None
    traceparent: str | None


class Outcome(Struct, frozen=True):
    """What came of a try: no ``error`` where it was taken.

    ``wait`` is what the receiver asked for, in seconds.
    """

    duration_ms: int
    code: int | None = None
    error: str | None = None
    wait: float = 0


async def fan_out(database: Database, event: Event) -> None:
    """One delivery for each endpoint that wanted the event when it happened, twice told or not."""
    entity = UUID(event.payload["id"])
    one = {"event": event.id, "type": event.topic, "kind": event.payload["kind"]}
    async with database.sessions.begin() as session:
        await session.execute(TELL_ONE, one | {"entity": entity})
    if event.topic == IMPORT_ENDED:
        await _fan_out_import(database, entity)


async def _fan_out_import(database: Database, entity: UUID) -> None:
    """In portions, each its own transaction; done again it adds nothing twice."""
    last: UUID | None = UUID(int=0)
    while last is not None:
        values = {"entity": entity, "after": last, "portion": PORTION}
        async with database.sessions.begin() as session:
            last = (await session.execute(TELL_IMPORTED, values)).scalar_one_or_none()


async def lease(database: Database, *, room: int, each: int) -> list[Due]:
    """At most ``room`` that are due, and not more than ``each`` for an endpoint at a time."""
    async with database.sessions.begin() as session:
        rows = (await session.execute(LEASE, {"room": room, "each": each})).all()
    return [Due(*row) for row in rows]


async def renew(database: Database, due: Due) -> None:
    await _with(database, RENEW, due)


async def give_back(database: Database, due: Due) -> None:
    """Of a try that was broken off: another worker makes it at once, and it does not count."""
    await _with(database, GIVE_BACK, due)


async def _with(database: Database, statement: TextClause, due: Due) -> None:
    async with database.sessions.begin() as session:
        await session.execute(statement, {"id": due.id, "attempts": due.attempts})


async def hold(work: Work, webhook_id: UUID) -> None:
    """Locks the endpoint before its deliveries, as everybody does."""
    await work.session.execute(HOLD, {"id": webhook_id})


async def settle(
    work: Work, due: Due, outcome: Outcome, status: DeliveryStatus, *, pause: float | None
) -> None:
    """``pause`` is None where it is not tried again."""
    values = {
        "id": due.id,
        "attempts": due.attempts,
        "status": status.value,
        "pause": pause,
        "code": outcome.code,
        "duration": outcome.duration_ms,
        "error": outcome.error,
    }
    await work.session.execute(SETTLE, values)


async def note_success(work: Work, webhook_id: UUID) -> None:
    await work.session.execute(SUCCEEDED, {"id": webhook_id})


async def note_failure(work: Work, webhook_id: UUID) -> bool:
    """Whether it has failed for days."""
    fails_for_days = await work.session.execute(FAILED, {"id": webhook_id})
    return bool(fails_for_days.scalar_one_or_none())
