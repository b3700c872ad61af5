"""Calendar feeds over HTTP."""

import asyncio
from typing import Annotated, Any

from litestar import Controller, Request, Response, delete, get, post
from litestar.datastructures import State
from litestar.params import HeaderParameter

from backend.accounts.origins import origin_of
from backend.core.actor import Actor
from backend.core.answers import PROBLEMS
from backend.core.http import Writing, created
from backend.core.refusals import TooMany
from backend.feeds import queries, service
from backend.feeds.icalendar import MEDIA_TYPE, calendar
from backend.feeds.schemas import FeedView, MadeFeed

PER_MINUTE = 60  # of one network; a calendar program asks a few times an hour
Token = Annotated[
    str,
    HeaderParameter(name="X-Feed-Token", max_length=100, description="Of `POST /api/v1/feeds`"),
]


class FeedController(Controller):
    path = "/feeds"
    tags = ["tasks"]
    opt = {"in_person": True}

    @get(operation_id="show_feed")
    async def show(self, request: Request[Actor, Any, Any], state: State) -> FeedView:
        """One's own."""
        return await queries.feed(state.database, request.user)

    @post(operation_id="make_feed")
    async def make(self, work: Writing) -> Response[MadeFeed]:
        """Answers the token once; the one before is good for nothing from now on."""
        feed = await service.make_feed(work)
        return await created(work, feed, "/api/v1/feeds", repeated=service.without_token(feed))

    @delete(operation_id="revoke_feed")
    async def revoke(self, work: Writing) -> None:
        await service.revoke_feed(work)

    @get(
        "/tasks.ics",
        operation_id="read_feed",
        public=True,
        media_type=MEDIA_TYPE,
        responses={status: PROBLEMS[status] for status in (404, 429)},
    )
    async def read(
        self, request: Request[Any, Any, Any], state: State, token: Token
    ) -> Response[bytes]:
        """The open tasks of whoever has the token, as an iCalendar of whole days.

        The token comes in a header: addresses are written to logs.
        """
        await _count(request, state)
        holder = await queries.holder(state.database, token)
        entries = await queries.entries(state.database, holder)
        written = await asyncio.to_thread(calendar, entries, holder.locale)
        return Response(written, headers={"cache-control": "private, max-age=900"})


async def _count(request: Request[Any, Any, Any], state: State) -> None:
    """Raises TooMany."""
    network = origin_of(request, state.settings.bff_key).network
    standing = await state.limits.hit("feed", network, limit=PER_MINUTE, seconds=60)
    if standing.exceeded:
        raise TooMany("Slow down a little", headers=standing.headers())
