"""Webhook endpoints, their secrets, and what is delivered to them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, LargeBinary, String, Text, func, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.columns import one_of
from backend.core.model import Owned, Record, Table


class DeliveryStatus(StrEnum):
    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"


class Webhook(Owned, Record):
    """Where events are sent; their payloads hold what its owner may see.

    ``failing_since`` is when the first delivery failed after the last that succeeded.
    """

    __tablename__ = "webhooks"
    __table_args__ = (
        Index("ix_webhooks_created", "created_at", "id"),
        Index("ix_webhooks_active", "is_active", "id"),
    )

    url: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(String(200), default="")
    events: Mapped[list[str]] = mapped_column(ARRAY(String(100)))
    is_active: Mapped[bool] = mapped_column(default=True)
    disabled_reason: Mapped[str] = mapped_column(String(200), default="")
    failing_since: Mapped[datetime | None]


class WebhookSecret(Table):
    """Sealed. One that was replaced goes on signing until it expires."""

    __tablename__ = "webhook_secrets"

    webhook_id: Mapped[UUID] = mapped_column(
        ForeignKey("webhooks.id", ondelete="CASCADE"), index=True
    )
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime | None]


class WebhookDelivery(Table):
    """One event for one endpoint, with what came of its last try.

    ``next_at`` is null where nothing is due any more. A sender holds a lease in database time.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        Index("uq_webhook_deliveries_event", "event_id", "webhook_id", unique=True),
        Index("ix_webhook_deliveries_webhook", "webhook_id", "created_at", "id"),
        Index("ix_webhook_deliveries_created_at", "created_at"),
        Index(
            "ix_webhook_deliveries_due",
            "webhook_id",
            "next_at",
            postgresql_where=text("next_at IS NOT NULL"),
        ),
        Index(
            "ix_webhook_deliveries_leased",
            "webhook_id",
            postgresql_where=text("lease_until IS NOT NULL"),
        ),
    )

    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    event_id: Mapped[UUID]
    type: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(32))
    entity_uuid: Mapped[UUID]
    happened_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    status: Mapped[DeliveryStatus] = mapped_column(
        one_of(DeliveryStatus), server_default=DeliveryStatus.PENDING.value
    )
    attempts: Mapped[int] = mapped_column(server_default="0")
    next_at: Mapped[datetime | None] = mapped_column(server_default=func.now())
    lease_until: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]
    response_code: Mapped[int | None]
    duration_ms: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(String(200))
