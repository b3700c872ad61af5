"""The change log over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, get
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.activity import queries
from backend.activity.schemas import ActivityPage, ActivityView, EntityType, Only
from backend.core.actor import Actor
from backend.core.paging import Cursor, Limit

# Text, for Litestar would take `?since=5` for the fifth second of 1970.
MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})$(?!\n)"
Since = Annotated[
    str | None,
    QueryParameter(
        pattern=MOMENT,
        description="With a time zone: 2026-11-23T09:00:00Z",
        schema_extra={"format": "date-time"},
    ),
]


class ActivityController(Controller):
    """Who did what to which record, and how to take it back."""

    path = "/activity"
    tags = ["activity"]

    @get(operation_id="list_activity")
    async def index(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        entity_type: FromQuery[EntityType | None] = None,
        entity_uuid: FromQuery[UUID | None] = None,
        user_id: FromQuery[UUID | None] = None,
        since: Since = None,
        only: FromQuery[Only | None] = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> ActivityPage:
        asked = queries.ask(
            entity_type=entity_type,
            entity_uuid=entity_uuid,
            user_id=user_id,
            since=since,
            only=only,
            limit=limit,
            cursor=cursor,
        )
        return await queries.activity(state.database, request.user, asked)

    @get("/{entry_id:uuid}", operation_id="show_entry")
    async def show(
        self, request: Request[Actor, Any, Any], state: State, entry_id: FromPath[UUID]
    ) -> ActivityView:
        return await queries.entry(state.database, request.user, entry_id)
