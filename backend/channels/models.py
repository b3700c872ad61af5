"""Chat channels, and what is said in them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, LargeBinary, String, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.columns import one_of
from backend.core.model import Owned, Record, Table


class TeamEvent(StrEnum):
    CLIENT_ADDED = "client_added"
    DEAL_OPENED = "deal_opened"
    DEAL_WON = "deal_won"
    DEAL_LOST = "deal_lost"


class ChannelStatus(StrEnum):
    """``DROPPED`` is what its owner may not see, or wants to hear no more."""

    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    DROPPED = "DROPPED"
    FAILED = "FAILED"


class Channel(Owned, Record):
    """A person's own, which tells what they are told; or a team's, which tells its ``events``.

    ``sealed`` is the address, and a secret. ``attempts`` counts failures since the last success;
    nothing is tried before ``next_at``. Whoever sends holds the lease, in database time.
    """

    __tablename__ = "channels"
    __table_args__ = (
        Index("ix_channels_owner", "owner_id", "created_at", "id"),
        Index("ix_channels_team", "created_at", "id", postgresql_where=text("is_team")),
    )

    name: Mapped[str] = mapped_column(String(200))
    service: Mapped[str] = mapped_column(String(32))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    is_team: Mapped[bool] = mapped_column(default=False)
    events: Mapped[list[str]] = mapped_column(ARRAY(String(32)))
    is_active: Mapped[bool] = mapped_column(default=True)
    disabled_reason: Mapped[str] = mapped_column(String(200), default="")
    failing_since: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(server_default="0")
    next_at: Mapped[datetime] = mapped_column(server_default=func.now())
    lease_until: Mapped[datetime | None]


class ChannelDelivery(Table):
    """One piece of news for one channel; ``entity_uuid`` is a notification's or a record's id."""

    __tablename__ = "channel_deliveries"
    __table_args__ = (
        Index("uq_channel_deliveries_event", "event_id", "channel_id", unique=True),
        Index("ix_channel_deliveries_channel", "channel_id", "created_at", "id"),
        Index("ix_channel_deliveries_created_at", "created_at"),
        Index(
            "ix_channel_deliveries_pending",
            "channel_id",
            "id",
            postgresql_where=text("status = 'PENDING'"),
        ),
    )

    channel_id: Mapped[UUID] = mapped_column(ForeignKey("channels.id", ondelete="CASCADE"))
    event_id: Mapped[UUID]
    type: Mapped[str] = mapped_column(String(32))
    entity_uuid: Mapped[UUID]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    status: Mapped[ChannelStatus] = mapped_column(
        one_of(ChannelStatus), server_default=ChannelStatus.PENDING.value
    )
    attempts: Mapped[int] = mapped_column(server_default="0")
    tried_at: Mapped[datetime | None]
    duration_ms: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(String(200))
