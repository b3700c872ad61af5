"""What must follow a change: rows written in its transaction, relayed by the worker."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.logs import REQUEST_ID
from backend.core.model import Table
from backend.core.traces import TRACEPARENT


class Outbox(Table):
    """A relay leases due rows (database time) and marks them sent; a dead one's lease runs out.

    ``request_id`` and ``traceparent`` are those of the request that wrote the row.
    ``dead_at``: it failed at every try. It waits there until an admin says what becomes of it.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_due",
            "next_at",
            postgresql_where=text("sent_at IS NULL AND dead_at IS NULL"),
        ),
        Index("ix_outbox_dead", "dead_at", "id", postgresql_where=text("dead_at IS NOT NULL")),
        Index("ix_outbox_sent", "sent_at", postgresql_where=text("sent_at IS NOT NULL")),
    )

    topic: Mapped[str] = mapped_column(String(100))
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    next_at: Mapped[datetime] = mapped_column(server_default=func.now())
    lease_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(server_default="0")
    last_error: Mapped[str | None]
    request_id: Mapped[str | None] = mapped_column(String(100))
    traceparent: Mapped[str | None] = mapped_column(String(55))


def outbox_row(topic: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "topic": topic,
        "payload": dict(payload),
        "request_id": REQUEST_ID.get() or None,
        "traceparent": TRACEPARENT.get() or None,
    }
