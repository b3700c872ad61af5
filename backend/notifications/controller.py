"""One's own inbox, and what one wants in it, over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, get, patch, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, JSONBody

from backend.core.actor import Actor
from backend.core.http import IfMatch, Writing, replied, unit_of_work, versioned
from backend.core.paging import Cursor, Limit
from backend.notifications import queries, service
from backend.notifications.schemas import (
    EditSettings,
    Marked,
    NotificationPage,
    NotificationView,
    ReadAll,
    SettingsView,
    Unsubscribe,
)


class NotificationController(Controller):
    """One's own inbox, and what one wants in it."""

    path = "/notifications"
    tags = ["notifications"]

    @get(operation_id="list_notifications")
    async def index(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        unread: FromQuery[bool | None] = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> NotificationPage:
        return await queries.inbox(
            state.database, request.user, unread=unread, limit=limit, cursor=cursor
        )

    @post("/{notification_id:uuid}/read", operation_id="read_notification", status_code=200)
    async def read(
        self, work: Writing, notification_id: FromPath[UUID]
    ) -> Response[NotificationView]:
        return await replied(work, await service.read(work, notification_id))

    @post("/read-all", operation_id="read_all_notifications", status_code=200)
    async def read_all(self, work: Writing, data: JSONBody[ReadAll]) -> Response[Marked]:
        return await replied(work, await service.read_all(work, data))

    @get("/settings", operation_id="show_notification_settings")
    async def settings(
        self, request: Request[Actor, Any, Any], state: State
    ) -> Response[SettingsView]:
        return versioned(await queries.settings(state.database, request.user))

    @patch("/settings", operation_id="edit_notification_settings")
    async def edit_settings(
        self, work: Writing, data: JSONBody[EditSettings], if_match: IfMatch = None
    ) -> Response[SettingsView]:
        return versioned(await service.edit_settings(work, data, if_match))

    @post("/unsubscribe", operation_id="unsubscribe", status_code=204, public=True)
    async def unsubscribe(self, state: State, data: JSONBody[Unsubscribe]) -> None:
        """By the link at the end of a mail, which needs no sign-in: no more mails of its type."""
        async with unit_of_work(state.database, None, after_commit=state.doorbell.ring) as work:
            await service.unsubscribe(work, state.unsubscribing, data)
