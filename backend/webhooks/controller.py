"""Webhooks over HTTP, for admins."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, patch, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, JSONBody

from backend.core.actor import Actor
from backend.core.http import IfMatch, Writing, created, replied, versioned
from backend.core.listing import Asked
from backend.core.paging import Count, Cursor, Limit, Offset
from backend.webhooks import queries, service
from backend.webhooks.models import DeliveryStatus
from backend.webhooks.schemas import (
    DeliveryPage,
    DeliveryView,
    EditWebhook,
    FailedSince,
    MadeWebhook,
    NewWebhook,
    Redelivered,
    WebhookPage,
    WebhookSort,
    WebhookView,
)

WEBHOOKS = "/api/v1/webhooks"


class WebhookController(Controller):
    """Addresses that are told what happens; for admins."""

    path = "/webhooks"
    tags = ["webhooks"]
    opt = {"admin": True}

    @get(operation_id="list_webhooks")
    async def index(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        is_active: FromQuery[bool | None] = None,
        owner: FromQuery[UUID | None] = None,
        sort: FromQuery[WebhookSort] = WebhookSort.NEWEST,
        limit: Limit = 50,
        offset: Offset = 0,
        cursor: Cursor = None,
        count: Count = None,
    ) -> WebhookPage:
        given = {"is_active": is_active, "owner": owner}
        filters = {name: value for name, value in given.items() if value is not None}
        asked = Asked(sort, filters, limit, offset, cursor, count == "exact")
        return await queries.webhooks(state.database, request.user, asked)

    @post(operation_id="add_webhook")
    async def add(
        self, work: Writing, state: State, data: JSONBody[NewWebhook]
    ) -> Response[MadeWebhook]:
        """Messages are signed as Standard Webhooks says (standardwebhooks.com)."""
        made = await state.webhooks.add(work, data)
        location, repeated = f"{WEBHOOKS}/{made.id}", service.without_secret(made)
        return await created(work, made, location, repeated=repeated)

    @get("/{webhook_id:uuid}", operation_id="show_webhook")
    async def show(self, state: State, webhook_id: FromPath[UUID]) -> Response[WebhookView]:
        return versioned(await queries.webhook(state.database, webhook_id))

    @patch("/{webhook_id:uuid}", operation_id="edit_webhook")
    async def edit(
        self,
        work: Writing,
        state: State,
        webhook_id: FromPath[UUID],
        data: JSONBody[EditWebhook],
        if_match: IfMatch = None,
    ) -> Response[WebhookView]:
        return versioned(await state.webhooks.edit(work, webhook_id, data, if_match))

    @delete("/{webhook_id:uuid}", operation_id="remove_webhook")
    async def remove(
        self, work: Writing, webhook_id: FromPath[UUID], if_match: IfMatch = None
    ) -> None:
        """With its deliveries, for good."""
        await service.remove(work, webhook_id, if_match)

    @post("/{webhook_id:uuid}/rotate", operation_id="rotate_webhook_secret", status_code=200)
    async def rotate(
        self, work: Writing, state: State, webhook_id: FromPath[UUID]
    ) -> Response[MadeWebhook]:
        """For 24 hours the old secret signs beside the new one."""
        made = await state.webhooks.rotate(work, webhook_id)
        return await replied(work, made, repeated=service.without_secret(made))

    @post("/{webhook_id:uuid}/test", operation_id="test_webhook", status_code=202)
    async def test(self, work: Writing, webhook_id: FromPath[UUID]) -> Response[DeliveryView]:
        """Sends `webhook.test`; what came of it is in the deliveries."""
        return await replied(work, await service.test(work, webhook_id), status=202)

    @get("/{webhook_id:uuid}/deliveries", operation_id="list_deliveries")
    async def deliveries(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        webhook_id: FromPath[UUID],
        status: FromQuery[DeliveryStatus | None] = None,
        limit: Limit = 50,
        offset: Offset = 0,
        cursor: Cursor = None,
        count: Count = None,
    ) -> DeliveryPage:
        """Of the last 30 days, newest first."""
        filters = {"webhook": webhook_id} | ({"status": status} if status else {})
        asked = Asked(queries.NEWEST, filters, limit, offset, cursor, count == "exact")
        return await queries.deliveries(state.database, request.user, asked)

    @post(
        "/{webhook_id:uuid}/deliveries/{delivery_id:uuid}/redeliver",
        operation_id="redeliver",
        status_code=202,
    )
    async def redeliver(
        self, work: Writing, webhook_id: FromPath[UUID], delivery_id: FromPath[UUID]
    ) -> Response[DeliveryView]:
        delivery = await service.redeliver(work, webhook_id, delivery_id)
        return await replied(work, delivery, status=202)

    @post(
        "/{webhook_id:uuid}/deliveries/redeliver", operation_id="redeliver_failed", status_code=202
    )
    async def redeliver_failed(
        self, work: Writing, webhook_id: FromPath[UUID], data: JSONBody[FailedSince]
    ) -> Response[Redelivered]:
        """What was given up since then, the oldest first; ask again while any are `left`."""
        done = await service.redeliver_failed(work, webhook_id, data.since)
        return await replied(work, done, status=202)
