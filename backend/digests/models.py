"""Which days people have had their digest of."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.model import Table


class Digest(Table):
    """One for each person and day, which is theirs: of two schedulers one makes it."""

    __tablename__ = "digests"
    __table_args__ = (
        Index("uq_digests_day", "user_id", "day", unique=True),
        Index("ix_digests_made_at", "made_at"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    day: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())
