"""Reads of webhook endpoints and of what was delivered to them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from backend.accounts.models import User
from backend.core.actor import Actor
from backend.core.db import Database, Query
from backend.core.listing import (
    AnySelect,
    Asked,
    Listing,
    Sort,
    latest_first,
    page_as,
    view_columns,
)
from backend.core.refusals import NotFound
from backend.webhooks.models import Webhook, WebhookDelivery
from backend.webhooks.schemas import (
    DeliveryPage,
    DeliveryView,
    WebhookPage,
    WebhookSort,
    WebhookView,
)

NEWEST = "-created_at"
WEBHOOK: AnySelect = select(*view_columns(WebhookView, Webhook, owner_name=User.full_name)).join(
    User, User.id == Webhook.owner_id
)
ONE = Query(WEBHOOK.where(Webhook.id == bindparam("webhook_id")))
WEBHOOKS = Listing(
    WebhookView,
    WEBHOOK,
    key=Webhook.id,
    owners=[Webhook.owner_id],
    sorts={
        by.value: Sort(
            Webhook.__table__.c.created_at,
            "created_at",
            datetime,
            descending=by is WebhookSort.NEWEST,
        )
        for by in WebhookSort
    },
    clauses={
        "is_active": Webhook.is_active == bindparam("is_active"),
        "owner": Webhook.owner_id == bindparam("owner"),
    },
)
DELIVERY: AnySelect = select(
    *view_columns(DeliveryView, WebhookDelivery, next_try_at=WebhookDelivery.next_at)
)
DELIVERIES = Listing(
    DeliveryView,
    DELIVERY,
    key=WebhookDelivery.id,
    owners=[WebhookDelivery.webhook_id],  # asked of nobody: only admins come here, who see all
    sorts={NEWEST: latest_first(WebhookDelivery.__table__.c.created_at, "created_at")},
    clauses={
        "webhook": WebhookDelivery.webhook_id == bindparam("webhook"),
        "status": WebhookDelivery.status == bindparam("status"),
    },
)


async def webhook(database: Database, webhook_id: UUID) -> WebhookView:
    row = await ONE.row(database, webhook_id=webhook_id)
    if row is None:
        raise NotFound("There is no such webhook")
    return WebhookView(*row)


async def webhooks(database: Database, actor: Actor, asked: Asked) -> WebhookPage:
    return page_as(WebhookPage, await WEBHOOKS.page(database, actor, asked), asked)


async def deliveries(database: Database, actor: Actor, asked: Asked) -> DeliveryPage:
    """Newest first. Raises NotFound where there is no such endpoint."""
    found = await DELIVERIES.page(database, actor, asked)
    if not found.items:
        await webhook(database, asked.filters["webhook"])
    return page_as(DeliveryPage, found, asked)
