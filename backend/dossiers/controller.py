"""Dossiers over HTTP, beside the clients that they are of."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody

from backend.core.actor import Actor
from backend.core.http import IfMatch, Writing, replied
from backend.core.paging import Limit
from backend.dossiers import queries, service
from backend.dossiers.schemas import Dossier, Merge, Merged


class DossierController(Controller):
    path = "/clients/{client_id:uuid}"
    tags = ["clients"]

    @get("/dossier", operation_id="show_dossier")
    async def show(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        client_id: FromPath[UUID],
        limit: Limit = 20,
    ) -> Dossier:
        """A client with what hangs on it; ``limit`` is for each of its lists."""
        return await queries.dossier(state.database, request.user, client_id, limit=limit)

    @post("/merge", operation_id="merge_clients", status_code=200)
    async def merge(
        self,
        work: Writing,
        client_id: FromPath[UUID],
        data: JSONBody[Merge],
        if_match: IfMatch = None,
    ) -> Response[Merged]:
        """Deals, tasks and files of the other come over; the other goes to the trash, marked.

        Undoing the entry it answers puts everything back.
        """
        return await replied(work, await service.merge(work, client_id, data, if_match))
