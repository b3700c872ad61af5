"""One search over all records, as a command palette needs it."""

from typing import Annotated, Any

from litestar import Controller, Request, get
from litestar.datastructures import State
from litestar.params import QueryParameter

from backend.core.actor import Actor
from backend.core.paging import Limit
from backend.core.schemas import FILLED_LINE
from backend.search import queries
from backend.search.schemas import Hits

Words = Annotated[
    str,
    QueryParameter(
        min_length=1,
        max_length=100,
        pattern=FILLED_LINE,
        description="Three letters are found anywhere, fewer where a word or a title begins",
    ),
]
Types = Annotated[
    str | None,
    QueryParameter(
        pattern=r"^[a-z]+(,[a-z]+)*$(?!\n)", description="Such as `client,deal`; all by default"
    ),
]


class SearchController(Controller):
    """One search over clients, deals and tasks."""

    path = "/search"
    tags = ["search"]

    @get(operation_id="search_records")
    async def index(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        q: Words,
        types: Types = None,
        limit: Limit = 50,
    ) -> Hits:
        """``limit`` of each type, in one list: the best first, whatever their type."""
        wanted = queries.types_of(types)
        return await queries.hits(state.database, request.user, q, types=wanted, limit=limit)
