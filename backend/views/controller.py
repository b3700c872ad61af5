"""Saved views over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, patch, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, JSONBody

from backend.core.actor import Actor
from backend.core.http import IfMatch, Writing, created, versioned
from backend.core.paging import Count, Cursor, Limit, Offset
from backend.views import queries, service
from backend.views.models import ListPage
from backend.views.schemas import (
    EditSavedView,
    ListFrame,
    NewSavedView,
    SavedViewPage,
    SavedViewView,
)


class ViewController(Controller):
    """Lists as people like to see them: filters, order and columns under a name."""

    path = "/views"
    tags = ["views"]

    @get(operation_id="list_views")
    async def index(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        page: FromQuery[ListPage | None] = None,
        limit: Limit = 50,
        offset: Offset = 0,
        cursor: Cursor = None,
        count: Count = None,
    ) -> SavedViewPage:
        """One's own and those that others share, by position."""
        return await queries.views(
            state.database,
            request.user,
            page=page,
            limit=limit,
            offset=offset,
            cursor=cursor,
            count=count,
        )

    @post(operation_id="save_view")
    async def save(self, work: Writing, data: JSONBody[NewSavedView]) -> Response[SavedViewView]:
        """Under the names and values of the list's own parameters; `@me` is whoever looks."""
        saved = await service.save_view(work, data)
        return await created(work, saved, f"/api/v1/views/{saved.id}")

    @get("/frame", operation_id="show_list_frame")
    async def frame(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        page: FromQuery[ListPage | None] = None,
        limit: Limit = 50,
    ) -> ListFrame:
        """For a client that shows a list: in one answer what it would ask of two lists."""
        return await queries.frame(state.database, request.user, page, limit=limit)

    @get("/{view_id:uuid}", operation_id="show_view")
    async def show(
        self, request: Request[Actor, Any, Any], state: State, view_id: FromPath[UUID]
    ) -> Response[SavedViewView]:
        return versioned(await queries.view(state.database, request.user, view_id))

    @patch("/{view_id:uuid}", operation_id="edit_view")
    async def edit(
        self,
        work: Writing,
        view_id: FromPath[UUID],
        data: JSONBody[EditSavedView],
        if_match: IfMatch = None,
    ) -> Response[SavedViewView]:
        return versioned(await service.edit_view(work, view_id, data, if_match))

    @delete("/{view_id:uuid}", operation_id="delete_view")
    async def delete(
        self, work: Writing, view_id: FromPath[UUID], if_match: IfMatch = None
    ) -> None:
        await service.delete_view(work, view_id, if_match)
