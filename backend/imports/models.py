"""An import: the uploaded file, how to read it, how far it got, and what was rejected."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from advanced_alchemy.base import DefaultBase
from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.actor import Role
from backend.core.columns import one_of
from backend.core.model import Record


class ImportEntity(StrEnum):
    CLIENTS = "clients"
    DEALS = "deals"


class ImportState(StrEnum):
    UPLOADED = "UPLOADED"
    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"

    @property
    def is_under_way(self) -> bool:
        return self in {ImportState.QUEUED, ImportState.RUNNING}


class Import(Record):
    """``processed`` is raised in the transaction that applies its rows: a killed worker resumes."""

    __tablename__ = "imports"
    __table_args__ = (
        Index("ix_imports_by", "created_by", "created_at", "id"),
        Index(
            "ix_imports_due",
            "lease_until",
            postgresql_where=text("state IN ('QUEUED', 'RUNNING')"),
        ),
    )

    entity: Mapped[ImportEntity] = mapped_column(one_of(ImportEntity))
    state: Mapped[ImportState] = mapped_column(one_of(ImportState), default=ImportState.UPLOADED)
    file_name: Mapped[str] = mapped_column(String(200))
    delimiter: Mapped[str] = mapped_column(String(1))
    encoding: Mapped[str] = mapped_column(String(20))
    columns: Mapped[list[str]] = mapped_column(JSONB)
    sample: Mapped[list[list[str]]] = mapped_column(JSONB)
    suggested_mapping: Mapped[dict[str, str]] = mapped_column(JSONB)
    settings: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    dry_run: Mapped[bool] = mapped_column(default=False)
    total_rows: Mapped[int] = mapped_column(default=0)
    processed: Mapped[int] = mapped_column(default=0)
    created: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
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
