"""Undo on the wire."""

from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta

from backend.core import examples
from backend.core.schemas import Body, Problem, View


class UndoBatch(Body):
    """The ``batch_id`` that the entries of one bulk change share.

    ``atomic``: all of up to 500 records, or none. Otherwise what can be put back is, 500 at a time,
    and with the answer's ``next_cursor`` the following ones, until it is null.
    """

    batch_id: UUID
    atomic: bool = True
    cursor: Annotated[str, Meta(max_length=500)] | None = None

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


class LeftAlone(View):
    """A record that was not put back, and why."""

    entity_type: str
    entity_uuid: UUID
    name: str
    problem: Problem


class UndoneBatch(View):
    """``batch_id`` is that of the undo itself, by which it can be undone."""

    batch_id: UUID
    items: list[Undone]
    left: list[LeftAlone]
    next_cursor: str | None
