"""The change log: every verb writes exactly one entry a record, in its own transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from sqlalchemy import ForeignKey, Index, String, bindparam, func, insert, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.model import Table
from backend.core.outbox import Outbox, outbox_row
from backend.core.work import Work

Action = Literal[
    "created",
    "updated",
    "moved",
    "completed",
    "reopened",
    "deleted",
    "restored",
    "noted",
    "merged",
    "unmerged",
    "started",
    "ended",
    "attached",
    "detached",
    "password_changed",
    "invited",
    "secret_rotated",
    "tested",
    "redelivered",
    "redriven",
    "given_up",
]
Snapshot = Mapping[str, Any]
NOTHING: Snapshot = {}
OWNING = ("owner_id", "assigned_to", "created_by")
BELONGING = {"client_id": "client", "deal_id": "deal"}


class ActivityLog(Table):
    """Append-only. No foreign key to the record, whose trace must outlive it.

    A partition holds a month of ids (``backend/activity/partitions.py``).
    """

    __tablename__ = "activity_log"
    __table_args__ = (
        Index("ix_activity_entity", "entity_uuid", "id"),
        Index("ix_activity_user", "user_id", "id"),
        Index("ix_activity_type", "entity_type", "id"),
        Index("ix_activity_notes", "id", postgresql_where=text("action = 'noted'")),
        Index(
            "ix_activity_batch",
            "batch_id",
            "entity_uuid",
            postgresql_where=text("batch_id IS NOT NULL"),
        ),
        {"postgresql_partition_by": "RANGE (id)"},
    )

    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    entity_type: Mapped[str] = mapped_column(String(32))
    entity_uuid: Mapped[UUID]
    action: Mapped[str] = mapped_column(String(32))
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    request_id: Mapped[str | None] = mapped_column(String(100))
    batch_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


LOGGED = ("user_id", "entity_type", "entity_uuid", "action", "payload", "request_id", "batch_id")
# Both rows by one statement: the round trip costs more than the insert.
ENTRY = (
    insert(ActivityLog)
    .values({name: bindparam(name) for name in LOGGED})
    .returning(ActivityLog.id)
    .cte("entry")
)
TOLD = ("topic", "payload", "request_id", "traceparent")
RECORD = (
    insert(Outbox)
    .values({name: bindparam(f"told_{name}") for name in TOLD})
    .returning(select(ENTRY.c.id).scalar_subquery())
    .execution_options(dml_strategy="raw")
)


def snapshot(record: Table, fields: tuple[str, ...]) -> Snapshot:
    """The record's fields as JSON writes them, for comparing before and after."""
    return {name: msgspec.to_builtins(getattr(record, name)) for name in fields}


def difference(before: Snapshot, after: Snapshot) -> dict[str, list[Any]]:
    """``{field: [before, after]}`` for what differs; an absent field counts as null."""
    names = dict.fromkeys([*before, *after])
    return {n: [before.get(n), after.get(n)] for n in names if before.get(n) != after.get(n)}


def entry(
    work: Work, kind: str, entity: UUID, action: Action, payload: Mapping[str, Any]
) -> dict[str, Any]:
    """One row for the log, for verbs that write many at once."""
    return {
        "user_id": work.actor_id,
        "entity_type": kind,
        "entity_uuid": entity,
        "action": action,
        "payload": dict(payload),
        "request_id": work.request_id,
        "batch_id": work.batch,
    }


def news(
    kind: str, entity: UUID, action: Action, *states: Snapshot, by: UUID | None
) -> dict[str, Any]:
    """One row for the outbox that names the record, its people and what it belongs to.

    It tells no more of it. What was so in one of the ``states`` counts: it may be gone from a page.
    """
    owners = {state[name] for state in states for name in OWNING if state.get(name)}
    parents = {
        f"{parent}:{state[name]}"
        for state in states
        for name, parent in BELONGING.items()
        if state.get(name)
    }
    payload = {"kind": kind, "id": str(entity), "owners": sorted(owners), "of": sorted(parents)}
    if by is not None:
        payload["by"] = str(by)
    return outbox_row(f"{kind}.{action}", payload)


async def record(
    work: Work,
    kind: str,
    entity: UUID,
    action: Action,
    *,
    names: Mapping[str, Any],
    before: Snapshot = NOTHING,
    after: Snapshot = NOTHING,
    whose: Snapshot = NOTHING,
) -> UUID:
    """Writes the entry and its outbox row; ``names`` is for readers when the record is gone.

    ``whose`` says to whom the record belongs where ``before`` and ``after`` do not.
    Answers the entry's id.
    """
    payload = {**names, "changes": difference(before, after)}
    row = news(kind, entity, action, before, after, whose, by=work.actor_id)
    told = {f"told_{name}": value for name, value in row.items()}
    work.has_news = True
    written = await work.session.execute(RECORD, entry(work, kind, entity, action, payload) | told)
    entry_id: UUID = written.scalar_one()
    return entry_id
