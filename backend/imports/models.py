"""An import: the uploaded file, how to read it, how far it got, and what was rejected."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from advanced_alchemy.base import DefaultBase
from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.actor import Role
from backend.core.columns import one_of
from backend.core.model import Record, Table


class ImportEntity(StrEnum):
    CLIENTS = "clients"
    DEALS = "deals"
    TASKS = "tasks"

    @property
    def kind(self) -> str:
        """What the change log calls one of them."""
        return self.value.removesuffix("s")


class FileFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


class ImportState(StrEnum):
    UPLOADED = "UPLOADED"
    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"
    UNDOING = "UNDOING"
    UNDONE = "UNDONE"

    @property
    def is_under_way(self) -> bool:
        return self in UNDER_WAY


UNDER_WAY = (ImportState.QUEUED, ImportState.RUNNING, ImportState.UNDOING)


class Import(Record):
    """``processed`` is raised in the transaction that applies its rows: a killed worker resumes.

    So is ``undo_position``, the last record that an undo has dealt with. ``attempts`` counts the
    workers that took it and were never heard of again.
    """

    __tablename__ = "imports"
    __table_args__ = (
        Index("ix_imports_by", "created_by", "created_at", "id"),
        Index("ix_imports_created", "created_at", "id"),
        Index(
            "ix_imports_due",
            "lease_until",
            postgresql_where=text("state IN ('QUEUED', 'RUNNING', 'UNDOING')"),
        ),
    )

    entity: Mapped[ImportEntity] = mapped_column(one_of(ImportEntity))
    state: Mapped[ImportState] = mapped_column(one_of(ImportState), default=ImportState.UPLOADED)
    file_name: Mapped[str] = mapped_column(String(200))
    layout: Mapped[dict[str, Any]] = mapped_column(JSONB)
    detected: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    columns: Mapped[list[str]] = mapped_column(JSONB)
    sample: Mapped[list[list[str]]] = mapped_column(JSONB)
    suggested_mapping: Mapped[dict[str, str]] = mapped_column(JSONB)
    remembered: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    settings: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    dry_run: Mapped[bool] = mapped_column(default=False)
    total_rows: Mapped[int] = mapped_column(default=0)
    processed: Mapped[int] = mapped_column(default=0)
    created: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    undo_id: Mapped[UUID | None]
    undo_total: Mapped[int] = mapped_column(default=0)
    undo_position: Mapped[UUID | None]
    trashed: Mapped[int] = mapped_column(default=0)
    reverted: Mapped[int] = mapped_column(default=0)
    left_alone: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    started_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    started_as: Mapped[Role | None] = mapped_column(one_of(Role))
    lease_until: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class ImportFile(DefaultBase):
    """The bytes as they came, in PostgreSQL so that any worker on any machine can go on."""

    __tablename__ = "import_files"

    import_id: Mapped[UUID] = mapped_column(
        ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True
    )
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ImportRejection(DefaultBase):
    """A row that was not taken, with its reason."""

    __tablename__ = "import_rejections"

    import_id: Mapped[UUID] = mapped_column(
        ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True
    )
    line: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    row: Mapped[list[str]] = mapped_column(JSONB)


class ImportLeftover(DefaultBase):
    """A record that an undo has left as it is, with its reason."""

    __tablename__ = "import_leftovers"

    import_id: Mapped[UUID] = mapped_column(
        ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True
    )
    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)


class ImportMapping(Table):
    """How a user last read a file with this set of headers."""

    __tablename__ = "import_mappings"
    __table_args__ = (
        Index("uq_import_mappings", "user_id", "entity", "headers_hash", unique=True),
        Index("ix_import_mappings_used", "user_id", "used_at", "id"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    entity: Mapped[ImportEntity] = mapped_column(one_of(ImportEntity))
    headers_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    columns: Mapped[list[str]] = mapped_column(JSONB)
    orders: Mapped[dict[str, Any]] = mapped_column(JSONB)
    used_at: Mapped[datetime] = mapped_column(server_default=func.now())
