"""An export: which rows, in which form, how far it got, and where its file is."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.actor import Role
from backend.core.columns import one_of
from backend.core.model import Record


class ExportEntity(StrEnum):
    CLIENTS = "clients"
    DEALS = "deals"
    TASKS = "tasks"
    ACTIVITY = "activity"


class ExportFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


class ExportState(StrEnum):
    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"
    EXPIRED = "EXPIRED"


class Export(Record):
    """A killed worker's begins anew. ``key`` is where its file is, while it is kept."""

    __tablename__ = "exports"
    __table_args__ = (
        CheckConstraint("(state = 'DONE') = (key IS NOT NULL)", name="done_with_a_file"),
        Index("ix_exports_by", "created_by", "created_at", "id"),
        Index("ix_exports_created", "created_at", "id"),
        Index(
            "ix_exports_due",
            "lease_until",
            postgresql_where=text("state IN ('QUEUED', 'RUNNING')"),
        ),
        Index("ix_exports_key", "key", unique=True),
        Index("ix_exports_expiry", "expires_at", postgresql_where=text("state = 'DONE'")),
    )

    entity: Mapped[ExportEntity] = mapped_column(one_of(ExportEntity))
    format: Mapped[ExportFormat] = mapped_column(one_of(ExportFormat))
    state: Mapped[ExportState] = mapped_column(one_of(ExportState), default=ExportState.QUEUED)
    file_name: Mapped[str] = mapped_column(String(200))
    filters: Mapped[dict[str, Any]] = mapped_column(JSONB)
    columns: Mapped[list[str]] = mapped_column(JSONB)
    total_rows: Mapped[int | None]
    processed: Mapped[int] = mapped_column(default=0)
    size: Mapped[int | None]
    key: Mapped[str | None] = mapped_column(String(100))
    error: Mapped[str | None] = mapped_column(Text)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    created_as: Mapped[Role | None] = mapped_column(one_of(Role))
    lease_until: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
