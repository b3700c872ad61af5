"""The parts of the change log that our pages use, in our own words."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias
from uuid import UUID

from bff.gateway.client import Backend, View
from bff.gateway.fields import Moment

Only: TypeAlias = Literal["notes", "changes"]


class ActivityView(View):
    id: UUID
    user_id: UUID | None
    user_name: str | None
    entity_type: str
    entity_uuid: UUID
    action: str
    payload: dict[str, Any]
    created_at: Moment


class ActivityPage(View):
    items: list[ActivityView]
    next_cursor: str | None


class Undone(View):
    entity_type: str
    entity_uuid: UUID
    version: int


@dataclass(frozen=True, slots=True)
class Filters:
    """``since`` is a moment with its time zone, as ISO 8601 writes it."""

    entity_type: str | None = None
    entity_uuid: UUID | None = None
    user_id: UUID | None = None
    since: str | None = None


class ActivityGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def of(
        self,
        entity_type: str,
        entity_id: UUID,
        *,
        only: Only | None = None,
        cursor: str | None = None,
        limit: int = 30,
    ) -> ActivityPage:
        return await self._backend.get(
            "activity/",
            ActivityPage,
            entity_type=entity_type,
            entity_uuid=entity_id,
            only=only,
            cursor=cursor,
            limit=limit,
        )

    async def feed(
        self, filters: Filters, *, cursor: str | None = None, limit: int
    ) -> ActivityPage:
        return await self._backend.get(
            "activity/",
            ActivityPage,
            entity_type=filters.entity_type,
            entity_uuid=filters.entity_uuid,
            user_id=filters.user_id,
            since=filters.since,
            cursor=cursor,
            limit=limit,
        )

    async def by(self, user_id: UUID, *, limit: int) -> ActivityPage:
        return await self._backend.get("activity/", ActivityPage, user_id=user_id, limit=limit)

    async def latest(self, *, limit: int) -> ActivityPage:
        return await self._backend.get("activity/", ActivityPage, limit=limit)

    async def undo(self, entry_id: UUID, *, key: str) -> Undone:
        return await self._backend.post(f"activity/{entry_id}/undo", Undone, key=key)
