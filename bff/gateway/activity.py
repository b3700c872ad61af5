"""The parts of the change log that our pages use, in our own words."""

from typing import Any
from uuid import UUID

from bff.gateway.client import Backend, View
from bff.gateway.fields import Moment


class ActivityView(View):
    id: UUID
    user_name: str | None
    entity_type: str
    entity_uuid: UUID
    action: str
    payload: dict[str, Any]
    created_at: Moment


class ActivityPage(View):
    items: list[ActivityView]
    next_cursor: str | None


class ActivityGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def of(self, entity_type: str, entity_id: UUID, *, limit: int = 30) -> ActivityPage:
        return await self._backend.get(
            "activity/", ActivityPage, entity_type=entity_type, entity_uuid=entity_id, limit=limit
        )

    async def latest(self, *, limit: int) -> ActivityPage:
        return await self._backend.get("activity/", ActivityPage, limit=limit)
