"""What the dashboard shows, computed ahead."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.columns import one_of
from backend.core.model import Table


class CacheType(StrEnum):
    PIPELINE = "pipeline"
    STATS = "stats"


class DashboardCache(Table):
    """A snapshot for the whole team, or for one user who may see no more than their own.

    A change ends ``valid_until``; whoever computes anew holds ``lease_until`` meanwhile.
    """

    __tablename__ = "dashboard_cache"
    __table_args__ = (
        Index(
            "uq_dashboard_cache_type",
            "type",
            "user_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    type: Mapped[CacheType] = mapped_column(one_of(CacheType))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSONB)
    as_of: Mapped[datetime]
    valid_until: Mapped[datetime]
    lease_until: Mapped[datetime | None]
