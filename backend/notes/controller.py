"""Notes over HTTP."""

from litestar import Controller, Response, post
from litestar.params import JSONBody

from backend.core.http import Writing, created
from backend.notes import service
from backend.notes.schemas import NewNote, NoteView


class NoteController(Controller):
    path = "/notes"
    tags = ["activity"]

    @post(operation_id="write_note")
    async def write(self, work: Writing, data: JSONBody[NewNote]) -> Response[NoteView]:
        """An entry of action ``noted`` in the record's log, and a task if there is a follow-up."""
        note = await service.write_note(work, data)
        return await created(work, note, f"/api/v1/activity/{note.id}")
