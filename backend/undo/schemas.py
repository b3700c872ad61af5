"""Undo on the wire."""

from typing import Any
from uuid import UUID

from backend.core import examples
from backend.core.schemas import Body, View


class UndoBatch(Body):
    """The ``batch_id`` that the entries of one bulk change share."""

    batch_id: UUID

    example = {"batch_id": examples.BATCH}


class Undone(View):
    """A record as the undo has left it; ``action`` and ``changes`` are those of its new entry."""

    entity_type: str
    entity_uuid: UUID
    action: str
    changes: dict[str, Any]
    version: int

    example = {
        "entity_type": "client",
        "entity_uuid": examples.CLIENT,
        "action": "updated",
        "changes": {"phone": ["+44 7700 900456", "+44 7700 900123"]},
        "version": 3,
    }


class UndoneBatch(View):
    """``batch_id`` is that of the undo itself, by which it can be undone."""

    batch_id: UUID
    items: list[Undone]
