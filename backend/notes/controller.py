"""Notes over HTTP."""

from litestar import Controller, Response, post
from litestar.datastructures import State
from litestar.params import JSONBody

from backend.core.http import Writing, created
from backend.notes import service
from backend.notes.schemas import NewNote, NoteView


class NoteController(Controller):
    path = "/notes"
    tags = ["activity"]

    @post(operation_id="write_note")
    async def write(
        self, work: Writing, state: State, data: JSONBody[NewNote]
    ) -> Response[NoteView]:
        """An entry of action ``noted`` in the record's log, and a task if there is a follow-up.

        Whoever is mentioned (`@Ann Archer`, `@ann`, or by their e-mail address) is told of it, if
        they may see the record.
        """
        everyone = state.settings.visibility == "team"
        note = await service.write_note(work, data, everyone_sees_all=everyone)
        return await created(work, note, f"/api/v1/activity/{note.id}")
