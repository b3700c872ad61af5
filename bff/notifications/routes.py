"""The inbox: what one is told, and what has been read of it."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from bff.forms import Fields, Form, asked
from bff.gateway.notifications import ReadAll
from bff.i18n import ngettext, number
from bff.notifications.pages import bell_part, inbox_page, now_utc, place_of
from bff.notifications.queries import INBOX, PAGE, InboxQuery
from bff.notifications.unsubscribing import URL as UNSUBSCRIBE
from bff.notifications.unsubscribing import Link, ended_page, offer_page
from bff.urls import local_path
from bff.visit import Toast, Visiting

NEWEST = 20


@get(INBOX)
async def show_inbox(request: Request[Any, Any, Any], visit: Visiting) -> Response[Any]:
    query = asked(request.query_params, InboxQuery)
    found = await visit.notifications.inbox(
        unread=query.unread, cursor=query.cursor or None, limit=PAGE
    )
    return inbox_page(visit, query, found)


@get("/notifications/bell/")
async def show_bell(visit: Visiting, after: FromQuery[UUID | None] = None) -> Response[Any]:
    return bell_part(await visit.notifications.inbox(limit=NEWEST), after, now_utc())


@post("/notifications/{notification_id:uuid}/open/")
async def open_notification(
    visit: Visiting, notification_id: FromPath[UUID], data: Fields
) -> Response[Any]:
    told = await visit.notifications.read(notification_id, key=Form.sent(data).key)
    return visit.go(place_of(told) or INBOX)


@post("/notifications/{notification_id:uuid}/read/")
async def read_notification(
    visit: Visiting, notification_id: FromPath[UUID], data: Fields
) -> Response[Any]:
    await visit.notifications.read(notification_id, key=Form.sent(data).key)
    return visit.go(local_path(data.get("next", INBOX)))


@post("/notifications/read/")
async def read_all(visit: Visiting, data: Fields) -> Response[Any]:
    seen, key = asked(data, ReadAll), Form.sent(data).key
    done = await visit.notifications.read_all(seen.until, key=key)
    text = ngettext("{count} marked read.", "{count} marked read.", done.marked)
    return visit.go(INBOX, Toast(text.format(count=number(done.marked))))


@get(UNSUBSCRIBE, guests=True)
async def offer_unsubscribing(request: Request[Any, Any, Any], visit: Visiting) -> Response[Any]:
    return offer_page(visit, asked(request.query_params, Link))


@post(UNSUBSCRIBE, guests=True, signed=True, status_code=200)
async def unsubscribe(request: Request[Any, Any, Any], visit: Visiting) -> Response[Any]:
    """Our own form sends it, and by one click a mail program (RFC 8058), which has no session."""
    return await ended_page(visit, asked(request.query_params, Link))


NOTIFICATION_ROUTES = (
    show_inbox,
    show_bell,
    open_notification,
    read_notification,
    read_all,
    offer_unsubscribing,
    unsubscribe,
)
