"""What people are told of what others did, and what of it they want to be told."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.columns import one_of
from backend.core.model import Record, Table


class NotificationType(StrEnum):
    CLIENT_ASSIGNED = "client_assigned"
    DEAL_ASSIGNED = "deal_assigned"
    TASK_ASSIGNED = "task_assigned"
    TASK_REMINDER = "task_reminder"
    DIGEST = "digest"
    IMPORT_ENDED = "import_ended"
    CHANNEL_FAILED = "channel_failed"
    MENTIONED = "mentioned"
    WEBHOOK_DISABLED = "webhook_disabled"
    SYSTEM_ALARM = "system_alarm"

    @property
    def entity_type(self) -> str:
        """Of what is told; one is mentioned on records of several types."""
        return self.value.partition("_")[0]


class Notification(Table):
    """In one person's inbox; like the log it repeats names, for the record may be gone.

    ``actor_id`` is null where the system itself tells. What is told by mail alone is not
    ``in_inbox``, and counts as read.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        Index("ix_notifications_inbox", "user_id", "id"),
        Index("ix_notifications_unread", "user_id", "id", postgresql_where=text("read_at IS NULL")),
        Index("ix_notifications_read", "read_at", postgresql_where=text("read_at IS NOT NULL")),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    type: Mapped[NotificationType] = mapped_column(one_of(NotificationType))
    entity_type: Mapped[str] = mapped_column(String(32))
    entity_uuid: Mapped[UUID]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    read_at: Mapped[datetime | None]
    in_inbox: Mapped[bool] = mapped_column(server_default=text("true"))


class NotificationSettings(Record):
    """``choices`` holds only what a person has chosen: ``{type: {channel: wanted}}``."""

    __tablename__ = "notification_settings"
    __table_args__ = (Index("uq_notification_settings_user", "user_id", unique=True),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    choices: Mapped[dict[str, dict[str, bool]]] = mapped_column(JSONB, default=dict)
