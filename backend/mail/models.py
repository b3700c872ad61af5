"""Mails: one for each event and recipient, kept until they are sent or hopeless."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.columns import one_of
from backend.core.model import Table


class MailState(StrEnum):
    """``IN_DOUBT``: a server has it, and what it said to it is not noted: for a moment with each
    mail, for good where its worker died then or no answer came. ``DEAD``: a server refused it, or
    a day of tries was in vain. ``DROPPED``: nobody needs it any more, such as a link that is used
    up or what its reader has unsubscribed from.
    """

    WAITING = "WAITING"
    IN_DOUBT = "IN_DOUBT"
    SENT = "SENT"
    DEAD = "DEAD"
    DROPPED = "DROPPED"


class Mail(Table):
    """What is said to whom, but not yet in words: those are found when it is sent, so that it is in
    the reader's language of today and no secret link is ever stored.

    ``next_at`` is null where nothing is due any more. A sender holds a lease in database time.
    """

    __tablename__ = "mails"
    __table_args__ = (
        Index("uq_mails_event", "event_id", "user_id", unique=True),
        Index("ix_mails_due", "next_at", postgresql_where=text("next_at IS NOT NULL")),
        Index("ix_mails_state", "state", "id"),
        Index("ix_mails_created_at", "created_at"),
    )

    event_id: Mapped[UUID]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    type: Mapped[str] = mapped_column(String(32))
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    state: Mapped[MailState] = mapped_column(
        one_of(MailState), server_default=MailState.WAITING.value
    )
    attempts: Mapped[int] = mapped_column(server_default="0")
    next_at: Mapped[datetime | None] = mapped_column(server_default=func.now())
    lease_until: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)
    sent_at: Mapped[datetime | None]
