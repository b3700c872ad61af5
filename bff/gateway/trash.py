"""What lies in the trash, in our own words; it comes back by a bulk change."""

from enum import StrEnum
from uuid import UUID

from bff.gateway.client import Backend, View
from bff.gateway.fields import Moment


class TrashType(StrEnum):
    CLIENT = "client"
    DEAL = "deal"
    TASK = "task"


class TrashedView(View):
    id: UUID
    title: str
    subtitle: str
    owner_id: UUID
    owner_name: str
    deleted_at: Moment
    deleted_by_name: str | None


class TrashPage(View):
    items: list[TrashedView]
    total: int
    total_is_exact: bool
    next_cursor: str | None


class TrashGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def page(
        self, entity_type: TrashType, *, search: str | None, limit: int, offset: int
    ) -> TrashPage:
        return await self._backend.get(
            "trash/",
            TrashPage,
            entity_type=entity_type,
            search=search,
            limit=limit,
            offset=offset,
        )
