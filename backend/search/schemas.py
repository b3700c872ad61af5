"""Search on the wire."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from backend.core.schemas import View


class HitType(StrEnum):
    CLIENT = "client"
    DEAL = "deal"
    TASK = "task"


class Hit(View):
    """``score`` is 1 for the very name, e-mail or external id; from 0.6 the title begins so."""

    type: HitType
    id: UUID
    title: str
    subtitle: str
    status: str | None
    score: float
    updated_at: datetime


class Hits(View):
    """The best first, up to ``limit`` of each type; ``has_more``: some type has others."""

    items: list[Hit]
    limit: int
    has_more: bool
