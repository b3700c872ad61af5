"""A list as somebody likes to see it: filters, sort order and columns under a name."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.columns import one_of
from backend.core.model import Owned, Record


class ListPage(StrEnum):
    CLIENTS = "clients"
    DEALS = "deals"
    TASKS = "tasks"


class SavedView(Owned, Record):
    """``query`` holds the list's own parameters, as texts; its owner's alone unless shared."""

    __tablename__ = "saved_views"
    __table_args__ = (
        Index("ix_saved_views_owner", "owner_id", "page", "position", "id"),
        Index(
            "ix_saved_views_shared", "page", "position", "id", postgresql_where=text("is_shared")
        ),
    )

    page: Mapped[ListPage] = mapped_column(one_of(ListPage))
    name: Mapped[str] = mapped_column(String(200))
    query: Mapped[dict[str, Any]] = mapped_column(JSONB)
    columns: Mapped[list[str]] = mapped_column(JSONB)
    is_shared: Mapped[bool]
    position: Mapped[int]
