"""The parts of the search API that our pages use, in our own words."""

from enum import StrEnum
from uuid import UUID

from bff.gateway.client import Backend, View

LONGEST = 100  # letters that the API takes


class HitType(StrEnum):
    CLIENT = "client"
    DEAL = "deal"
    TASK = "task"


class Hit(View):
    type: HitType
    id: UUID
    title: str
    subtitle: str
    status: str | None


class Hits(View):
    items: list[Hit]
    has_more: bool


class SearchGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def everything(self, words: str, *, limit: int) -> Hits:
        """``limit`` of each type, the best first."""
        return await self._backend.get("search/", Hits, q=words, limit=limit)
