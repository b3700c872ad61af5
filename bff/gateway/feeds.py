"""The parts of the calendar feeds' API that our pages use, in our own words."""

from bff.gateway.client import Backend, View
from bff.gateway.fields import Moment


class FeedView(View):
    made_at: Moment | None


class MadeFeed(View):
    """``token`` is told once."""

    token: str | None


class FeedGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def mine(self) -> FeedView:
        return await self._backend.get("feeds", FeedView)

    async def make(self, *, key: str) -> MadeFeed:
        return await self._backend.post("feeds", MadeFeed, key=key)

    async def revoke(self) -> None:
        await self._backend.delete("feeds")

    async def calendar(self, token: str) -> bytes:
        return await self._backend.raw("feeds/tasks.ics", headers={"X-Feed-Token": token})
