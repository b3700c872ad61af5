"""The calendar's address for other programs: made, shown once, taken back, and read."""

import re
from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from bff.forms import Fields, Form
from bff.gateway.client import Caller, Gateway
from bff.gateway.feeds import FeedGateway
from bff.i18n import gettext as _
from bff.tasks.feed_page import PAGE, feed_page
from bff.visit import Toast, Visiting

FILE: Final = re.compile(r"([\w-]{43})\.ics", re.ASCII)


@get("/tasks/calendar/feed/")
async def show_feed(visit: Visiting) -> Response[Any]:
    return feed_page(visit, await visit.feeds.mine())


@post("/tasks/calendar/feed/", status_code=200)
async def make_feed(visit: Visiting, data: Fields) -> Response[Any]:
    """No redirect: what is shown once is kept nowhere."""
    made = await visit.feeds.make(key=Form.sent(data).key)
    return feed_page(visit, await visit.feeds.mine(), token=made.token)


@post("/tasks/calendar/feed/revoke/")
async def revoke_feed(visit: Visiting, data: Fields) -> Response[Any]:
    form = Form.sent(data)
    if await form.commit(visit.feeds.revoke()):
        return visit.go(PAGE, Toast(_("The address is good for nothing now.")))
    return visit.go(PAGE, Toast(form.problem, is_bad=True))


@get("/calendar/{name:str}", public=True)
async def give_calendar(
    request: Request[Any, Any, Any], state: State, name: FromPath[str]
) -> Response[bytes]:
    """For calendar programs, which have no session: the address itself is the key."""
    file = FILE.fullmatch(name)
    if file is None:
        raise NotFoundException
    written = await read(request, state.gateway, file[1])
    headers = {"Cache-Control": "private, max-age=900"}
    return Response(written, media_type="text/calendar", headers=headers)


async def read(request: Request[Any, Any, Any], gateway: Gateway, token: str) -> bytes:
    address = request.client.host if request.client else ""
    caller = Caller(address, request.scope["state"]["request_id"])
    return await FeedGateway(gateway.on_behalf_of(caller)).calendar(token)


FEED_ROUTES = (show_feed, make_feed, revoke_feed)
