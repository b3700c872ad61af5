"""Undo over HTTP, beside the log that it takes back."""

from uuid import UUID

from litestar import Controller, Response, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody

from backend.core.http import Writing, replied
from backend.undo import service
from backend.undo.schemas import UndoBatch, Undone, UndoneBatch


class UndoController(Controller):
    path = "/activity"
    tags = ["activity"]

    @post("/{entry_id:uuid}/undo", operation_id="undo_change", status_code=200)
    async def undo(self, work: Writing, entry_id: FromPath[UUID]) -> Response[Undone]:
        """Puts the record back to what it was before this entry.

        409 where one of those fields has been changed since; ``errors`` names who and when.
        Undoing the undo's own entry does it again.
        """
        return await replied(work, await service.undo_entry(work, entry_id))

    @post("/undo", operation_id="undo_batch", status_code=200)
    async def undo_batch(
        self, work: Writing, state: State, data: JSONBody[UndoBatch]
    ) -> Response[UndoneBatch]:
        """Puts every record of a bulk change back, or none; an import is undone as an import."""
        return await replied(work, await service.undo_batch(work, data, state.places))
