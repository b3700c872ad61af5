"""Chat channels over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, patch, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, JSONBody

from backend.channels import queries, service
from backend.channels.models import ChannelStatus
from backend.channels.schemas import (
    ChannelDeliveryPage,
    ChannelDeliveryView,
    ChannelPage,
    ChannelSort,
    ChannelView,
    EditChannel,
    NewChannel,
)
from backend.core.actor import Actor
from backend.core.http import IfMatch, Writing, created, replied, versioned
from backend.core.listing import Asked
from backend.core.paging import Count, Cursor, Limit, Offset

CHANNELS = "/api/v1/channels"


class ChannelController(Controller):
    """Chat channels: one's own tell what one is told, a team's tell what happens.

    Addresses hold secrets: they are kept encrypted and never shown again.
    """

    path = "/channels"
    tags = ["channels"]

    @get(operation_id="list_channels")
    async def index(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        sort: FromQuery[ChannelSort] = ChannelSort.NEWEST,
        limit: Limit = 50,
        offset: Offset = 0,
        cursor: Cursor = None,
        count: Count = None,
    ) -> ChannelPage:
        """One's own, and for admins the team's."""
        asked = Asked(sort, {}, limit, offset, cursor, count == "exact")
        return await queries.channels(state.database, request.user, asked)

    @post(operation_id="add_channel")
    async def add(
        self, work: Writing, state: State, data: JSONBody[NewChannel]
    ) -> Response[ChannelView]:
        """The address is apprise's (`tgram://…`), or the one that Slack, Discord or Google Chat
        show. A first message says that it works.
        """
        made = await state.channels.add(work, data)
        return await created(work, made, f"{CHANNELS}/{made.id}")

    @get("/{channel_id:uuid}", operation_id="show_channel")
    async def show(
        self, request: Request[Actor, Any, Any], state: State, channel_id: FromPath[UUID]
    ) -> Response[ChannelView]:
        return versioned(await queries.channel(state.database, request.user, channel_id))

    @patch("/{channel_id:uuid}", operation_id="edit_channel")
    async def edit(
        self,
        work: Writing,
        state: State,
        channel_id: FromPath[UUID],
        data: JSONBody[EditChannel],
        if_match: IfMatch = None,
    ) -> Response[ChannelView]:
        return versioned(await state.channels.edit(work, channel_id, data, if_match))

    @delete("/{channel_id:uuid}", operation_id="remove_channel")
    async def remove(
        self, work: Writing, channel_id: FromPath[UUID], if_match: IfMatch = None
    ) -> None:
        """With its deliveries, for good."""
        await service.remove(work, channel_id, if_match)

    @post("/{channel_id:uuid}/test", operation_id="test_channel", status_code=202)
    async def test(
        self, work: Writing, channel_id: FromPath[UUID]
    ) -> Response[ChannelDeliveryView]:
        """Says that it works; what came of it is in the deliveries."""
        return await replied(work, await service.test(work, channel_id), status=202)

    @get("/{channel_id:uuid}/deliveries", operation_id="list_channel_deliveries")
    async def deliveries(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        channel_id: FromPath[UUID],
        status: FromQuery[ChannelStatus | None] = None,
        limit: Limit = 50,
        offset: Offset = 0,
        cursor: Cursor = None,
        count: Count = None,
    ) -> ChannelDeliveryPage:
        """Of the last 30 days, newest first."""
        asked = Asked(queries.NEWEST, {}, limit, offset, cursor, count == "exact")
        return await queries.deliveries(
            state.database, request.user, channel_id, asked, status=status
        )
