"""The trash on the wire."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from backend.core.schemas import View


class TrashType(StrEnum):
    CLIENT = "client"
    DEAL = "deal"
    TASK = "task"


class TrashedView(View):
    """``subtitle`` says where it belonged; ``deleted_by_name`` is null where the system did it."""

    id: UUID
    title: str
    subtitle: str
    owner_id: UUID
    owner_name: str
    deleted_at: datetime
    deleted_by_name: str | None
    version: int


class TrashPage(View):
    """What was deleted last comes first."""

    items: list[TrashedView]
    total: int
    total_is_exact: bool
    limit: int
    offset: int
    next_cursor: str | None
