"""The trash over HTTP."""

from typing import Any

from litestar import Controller, Request, get
from litestar.datastructures import State
from litestar.params import FromQuery

from backend.core.actor import Actor
from backend.core.paging import Count, Cursor, Limit, Offset, Search
from backend.trash import queries
from backend.trash.schemas import TrashPage, TrashType


class TrashController(Controller):
    """What was deleted, by whom and when; it can be restored."""

    path = "/trash"
    tags = ["trash"]

    @get(operation_id="list_trash")
    async def index(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        entity_type: FromQuery[TrashType],
        search: Search = None,
        limit: Limit = 50,
        offset: Offset = 0,
        cursor: Cursor = None,
        count: Count = None,
    ) -> TrashPage:
        """Deleted records of one type; each has its own ``restore``, and many the type's bulk."""
        return await queries.trash(
            state.database,
            request.user,
            entity_type=entity_type,
            search=search,
            limit=limit,
            offset=offset,
            cursor=cursor,
            count=count,
        )
