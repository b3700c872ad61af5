"""Notes on the wire."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from backend.core import examples
from backend.core.schemas import PRINTABLE, Body, Name, View
from backend.tasks.schemas import TaskView

NoteText = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=10_000,
        pattern=PRINTABLE,
        description="text of 1 to 10,000 characters",
    ),
]


class FollowUp(Body):
    """A task of the same client and deal; ``assigned_to`` defaults to whoever asks."""

    title: Name
    due_date: date | None = None
    assigned_to: UUID | None = None


class NewNote(Body):
    entity_type: Literal["client", "deal"]
    entity_uuid: UUID
    text: NoteText
    follow_up: FollowUp | None = None

    example = {
        "entity_type": "deal",
        "entity_uuid": examples.DEAL,
        "text": "Rang them: they decide before Christmas",
        "follow_up": {"title": "Send the offer", "due_date": "2026-11-27"},
    }


class NoteView(View):
    """``id`` is its entry's in the change log, which is where notes are kept."""

    id: UUID
    entity_type: Literal["client", "deal"]
    entity_uuid: UUID
    text: str
    follow_up: TaskView | None

    example = {
        "id": examples.ENTRY,
        "entity_type": "deal",
        "entity_uuid": examples.DEAL,
        "text": "Rang them: they decide before Christmas",
        "follow_up": TaskView.example,
    }
