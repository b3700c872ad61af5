"""What happened: the feed, and its live stream."""

from typing import Annotated, Any, Final, TypeAlias

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, HeaderParameter, SkipValidation
from litestar.response import Stream

from bff.activity.stream import News, Streams
from bff.events import TooMany
from bff.gateway.problems import SignedOut
from bff.visit import Visiting

Streaming: TypeAlias = NamedDependency[SkipValidation[Streams]]
LastId = Annotated[str, HeaderParameter(name="Last-Event-ID", max_length=50)]
# Proxies are told twice: nginx by a header of its own.
AT_ONCE: Final = {"Cache-Control": "no-store, private, no-transform", "X-Accel-Buffering": "no"}
STOP: Final = 204  # a browser that gets it does not come back


@get("/activity/stream/", guests=True, unpacked=True)
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


@get("/activity/changes/", guests=True)
async def list_changes(
    visit: Visiting, streams: Streaming, after: FromQuery[str] = ""
) -> Response[News | None]:
    """For browsers that a stream does not reach: the same, asked for now and then."""
    try:
        return Response(await streams.news(visit, after))
    except SignedOut:
        return Response(None, status_code=STOP)


ACTIVITY_ROUTES = (stream_activity, list_changes)
