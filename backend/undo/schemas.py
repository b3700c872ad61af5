"""Undo on the wire."""

from typing import Any
from uuid import UUID

from backend.core.schemas import Body, View


class UndoBatch(Body):
    """The ``batch_id`` that the entries of one bulk change share."""

    batch_id: UUID


class Undone(View):
    """A record as the undo has left it; ``action`` and ``changes`` are those of its new entry."""

    entity_type: str
    entity_uuid: UUID
    action: str
    changes: dict[str, Any]
    version: int


class UndoneBatch(View):
    """``batch_id`` is that of the undo itself, by which it can be undone."""

    batch_id: UUID
    items: list[Undone]
