"""What happened: the feed, and its live stream."""

import asyncio
from typing import Annotated, Any, Final, TypeAlias
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, HeaderParameter, SkipValidation
from litestar.response import Stream

from bff.activity.pages import feed_page, news_part
from bff.activity.queries import FEED, PAGE, FeedQuery
from bff.activity.stream import News, Streams
from bff.activity.undoing import undone
from bff.events import TooMany
from bff.forms import Fields, asked
from bff.gateway.problems import SignedOut
from bff.people import filter_users
from bff.visit import Visiting

AnyRequest = Request[Any, Any, Any]
Streaming: TypeAlias = NamedDependency[SkipValidation[Streams]]
LastId = Annotated[str, HeaderParameter(name="Last-Event-ID", max_length=50)]
# Proxies are told twice: nginx by a header of its own.
AT_ONCE: Final = {"Cache-Control": "no-store, private, no-transform", "X-Accel-Buffering": "no"}
STOP: Final = 204  # a browser that gets it does not come back


@get(FEED)
async def show_feed(request: AnyRequest, visit: Visiting) -> Response[Any]:
    query = asked(request.query_params, FeedQuery)
    found, users = await asyncio.gather(
        visit.activity.feed(query.filters, cursor=query.cursor or None, limit=PAGE),
        filter_users(visit, "person"),
    )
    return feed_page(visit, query, found, users)


@get("/activity/news/")
async def count_news(request: AnyRequest, visit: Visiting) -> Response[Any]:
    query = asked(request.query_params, FeedQuery)
    return news_part(query, await visit.activity.feed(query.filters, limit=PAGE))


@post("/activity/{entry_id:uuid}/undo/")
async def undo_entry(visit: Visiting, entry_id: FromPath[UUID], data: Fields) -> Response[Any]:
    return await undone(visit, entry_id, data)


@get("/activity/stream/", guests=True, unpacked=True, unattended=True)
async def stream_activity(
    visit: Visiting, streams: Streaming, after: FromQuery[str] = "", last_id: LastId = ""
) -> Response[Any]:
    """``after`` is where the page stood, ``Last-Event-ID`` where its stream was cut off."""
    try:
        stream = await streams.open(visit, last_id or after)
    except SignedOut:
        return Response(None, status_code=STOP)
    except TooMany:
        return Response(None, status_code=429, headers={"Retry-After": "60"})
    return Stream(stream, media_type="text/event-stream", headers=AT_ONCE)


@get("/activity/changes/", guests=True, unattended=True)
async def list_changes(
    visit: Visiting, streams: Streaming, after: FromQuery[str] = ""
) -> Response[News | None]:
    """For browsers that a stream does not reach: the same, asked for now and then."""
    try:
        return Response(await streams.news(visit, after))
    except SignedOut:
        return Response(None, status_code=STOP)


ACTIVITY_ROUTES = (show_feed, count_news, undo_entry, stream_activity, list_changes)
