"""Files that people attach to clients, deals and tasks."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.columns import one_of
from backend.core.model import Record


class FileEntity(StrEnum):
    CLIENT = "client"
    DEAL = "deal"
    TASK = "task"


class FileState(StrEnum):
    """``pending`` until its bytes have come and were looked at."""

    PENDING = "pending"
    READY = "ready"


class Attachment(Record):
    """``key`` is where its bytes are: first as they were sent, then as they were checked."""

    __tablename__ = "attachments"
    __table_args__ = (
        CheckConstraint("size > 0", name="size_is_positive"),
        CheckConstraint("(state = 'ready') = (sha256 IS NOT NULL)", name="known_when_ready"),
        Index("uq_attachments_key", "key", unique=True),
        Index("ix_attachments_entity", "entity_type", "entity_id", "created_at", "id"),
        Index("ix_attachments_pending", "created_at", postgresql_where=text("state = 'pending'")),
    )

    entity_type: Mapped[FileEntity] = mapped_column(one_of(FileEntity))
    entity_id: Mapped[UUID]
    file_name: Mapped[str] = mapped_column(String(200))
    content_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[FileState] = mapped_column(one_of(FileState), default=FileState.PENDING)
    key: Mapped[str] = mapped_column(String(100))
    uploaded_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
