"""The address at which a person's calendar program reads their tasks."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.model import Table


class Feed(Table):
    """One for each user at most. Of its token, 256 random bits, only the SHA-256 is stored."""

    __tablename__ = "calendar_feeds"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), unique=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime]
