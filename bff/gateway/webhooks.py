"""The parts of the webhooks API that our pages use, in our own words."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from bff.gateway.client import Backend, View
from bff.gateway.fields import Line, Moment

Url = Annotated[str, Meta(max_length=2000, pattern=r"^https?://[!-~]+\Z")]


class DeliveryStatus(StrEnum):
    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"


class WebhookView(View):
    """``disabled_reason`` says why one was switched off that nobody switched off."""

    id: UUID
    url: str
    description: str
    events: list[str]
    is_active: bool
    disabled_reason: str
    failing_since: Moment | None
    owner_name: str
    version: int
    created_at: Moment


class WebhookPage(View):
    items: list[WebhookView]


class MadeWebhook(View):
    """``secret`` is told this once."""

    id: UUID
    url: str
    secret: str | None


class NewWebhook(Struct):
    url: Url
    events: list[str]
    description: Line = ""


class EditWebhook(Struct, omit_defaults=True):
    url: Url | UnsetType = UNSET
    events: list[str] | UnsetType = UNSET
    description: Line | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET


class DeliveryView(View):
    """``response_code``, ``duration_ms`` and ``error`` tell of the last try."""

    id: UUID
    event_id: UUID
    type: str
    entity_uuid: UUID
    status: DeliveryStatus
    attempts: int
    happened_at: Moment
    tried_at: Moment | None
    next_try_at: Moment | None
    response_code: int | None
    duration_ms: int | None
    error: str | None


class DeliveryPage(View):
    items: list[DeliveryView]
    total: int
    total_is_exact: bool
    next_cursor: str | None


class FailedSince(Struct):
    since: Moment


class Redelivered(View):
    """``left`` were too many for one request."""

    count: int
    left: int


class WebhookGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def all(self) -> list[WebhookView]:
        return (await self._backend.get("webhooks/", WebhookPage, limit=200)).items

    async def one(self, webhook_id: UUID) -> WebhookView:
        return await self._backend.get(f"webhooks/{webhook_id}", WebhookView)

    async def add(self, webhook: NewWebhook, *, key: str) -> MadeWebhook:
        return await self._backend.post("webhooks/", MadeWebhook, webhook, key=key)

    async def edit(self, webhook_id: UUID, edit: EditWebhook, *, version: int) -> WebhookView:
        path = f"webhooks/{webhook_id}"
        return await self._backend.patch(path, WebhookView, edit, version=version)

    async def remove(self, webhook_id: UUID, *, version: int) -> None:
        await self._backend.delete(f"webhooks/{webhook_id}", version=version)

    async def rotate(self, webhook_id: UUID, *, key: str) -> MadeWebhook:
        return await self._backend.post(f"webhooks/{webhook_id}/rotate", MadeWebhook, key=key)

    async def test(self, webhook_id: UUID, *, key: str) -> DeliveryView:
        return await self._backend.post(f"webhooks/{webhook_id}/test", DeliveryView, key=key)

    async def deliveries(
        self, webhook_id: UUID, *, status: DeliveryStatus | None, limit: int, offset: int
    ) -> DeliveryPage:
        return await self._backend.get(
            f"webhooks/{webhook_id}/deliveries",
            DeliveryPage,
            status=status,
            limit=limit,
            offset=offset,
        )

    async def redeliver(self, webhook_id: UUID, delivery_id: UUID, *, key: str) -> DeliveryView:
        path = f"webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver"
        return await self._backend.post(path, DeliveryView, key=key)

    async def redeliver_failed(self, webhook_id: UUID, since: datetime, *, key: str) -> Redelivered:
        path = f"webhooks/{webhook_id}/deliveries/redeliver"
        return await self._backend.post(path, Redelivered, FailedSince(since), key=key)
