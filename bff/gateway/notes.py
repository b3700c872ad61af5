"""Writing notes: the parts of their API that our pages use, in our own words."""

from datetime import date
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from msgspec import Meta, Struct

from bff.gateway.client import Backend, View
from bff.gateway.fields import Name

NotedType: TypeAlias = Literal["client", "deal"]
NoteText = Annotated[str, Meta(min_length=1, max_length=10_000)]


class FollowUp(Struct, omit_defaults=True):
    title: Name
    due_date: date | None = None


class NewNote(Struct, omit_defaults=True):
    entity_type: NotedType
    entity_uuid: UUID
    text: NoteText
    follow_up: FollowUp | None = None


class NoteView(View):
    id: UUID


class NoteGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def write(self, note: NewNote, *, key: str) -> NoteView:
        return await self._backend.post("notes/", NoteView, note, key=key)
