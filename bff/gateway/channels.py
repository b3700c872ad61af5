"""The parts of the channels API that our pages use, in our own words."""

from enum import StrEnum
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from bff.gateway.client import Backend, View
from bff.gateway.fields import Moment, Name


class TeamEvent(StrEnum):
    CLIENT_ADDED = "client_added"
    DEAL_OPENED = "deal_opened"
    DEAL_WON = "deal_won"
    DEAL_LOST = "deal_lost"


class ChannelStatus(StrEnum):
    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    DROPPED = "DROPPED"
    FAILED = "FAILED"


class ChannelView(View):
    """``shown`` is all of the address that can be read again."""

    id: UUID
    name: str
    service_name: str
    shown: str
    is_team: bool
    events: list[str]
    is_active: bool
    disabled_reason: str
    failing_since: Moment | None
    version: int


class ChannelPage(View):
    items: list[ChannelView]


class NewChannel(Struct):
    name: Name
    url: str
    is_team: bool
    events: list[TeamEvent]


class EditChannel(Struct, omit_defaults=True):
    name: Name | UnsetType = UNSET
    url: str | UnsetType = UNSET
    events: list[TeamEvent] | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET


class ChannelDeliveryView(View):
    id: UUID
    type: str
    status: ChannelStatus
    attempts: int
    created_at: Moment
    duration_ms: int | None
    error: str | None


class ChannelDeliveryPage(View):
    items: list[ChannelDeliveryView]
    total: int


class ChannelGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def all(self) -> list[ChannelView]:
        return (await self._backend.get("channels/", ChannelPage, limit=200)).items

    async def one(self, channel_id: UUID) -> ChannelView:
        return await self._backend.get(f"channels/{channel_id}", ChannelView)

    async def add(self, channel: NewChannel, *, key: str) -> ChannelView:
        return await self._backend.post("channels/", ChannelView, channel, key=key)

    async def edit(self, channel_id: UUID, edit: EditChannel, *, version: int) -> ChannelView:
        path = f"channels/{channel_id}"
        return await self._backend.patch(path, ChannelView, edit, version=version)

    async def remove(self, channel_id: UUID, *, version: int) -> None:
        await self._backend.delete(f"channels/{channel_id}", version=version)

    async def test(self, channel_id: UUID, *, key: str) -> ChannelDeliveryView:
        path = f"channels/{channel_id}/test"
        return await self._backend.post(path, ChannelDeliveryView, key=key)

    async def deliveries(self, channel_id: UUID, *, limit: int, offset: int) -> ChannelDeliveryPage:
        path = f"channels/{channel_id}/deliveries"
        return await self._backend.get(path, ChannelDeliveryPage, limit=limit, offset=offset)
