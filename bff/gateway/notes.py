"""The parts of the notes API that our pages use, in our own words."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from bff.gateway.client import Backend, View

NoteText = Annotated[str, Meta(min_length=1, max_length=10_000)]


class NewNote(Struct):
    entity_type: Literal["client", "deal"]
    entity_uuid: UUID
    text: NoteText


class NoteView(View):
    id: UUID


class NoteGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def write(self, note: NewNote, *, key: str) -> NoteView:
        return await self._backend.post("notes/", NoteView, note, key=key)
