"""Receives every request for a page: finds its session, opens a visit, sends its cookies along."""

import re
import secrets
from collections.abc import Callable
from typing import Any, Final

import msgspec
import structlog
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, MutableScopeHeaders, State
from litestar.enums import ScopeType
from litestar.handlers import BaseRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from redis.exceptions import RedisError

from bff import csrf
from bff.access import Bearer, Renewal
from bff.cookies import header_value
from bff.gateway.accounts import AccountGateway
from bff.gateway.client import Caller, Gateway
from bff.gateway.problems import Away, SignedOut
from bff.html import Htmx
from bff.i18n import preferred_locale, speak
from bff.session import Session, Sessions
from bff.urls import address_of
from bff.visit import TOAST, Surroundings, Visit
from ui_components.theme_menu import Theme

SESSION: Final = "session"
ACCESS: Final = "access"
GUEST: Final = "guest"
LOCALE: Final = "locale"
UNATTENDED: Final = "X-Unattended"
LONGEST_AGENT: Final = 200
GUEST_SECONDS: Final = 12 * 3600
ID_SHAPE: Final = re.compile(r"[\w-]{43}", re.ASCII)

log = structlog.get_logger()
Visitor = Request[Any, Any, State]


class Reception(ASGIMiddleware):
    scopes = (ScopeType.HTTP,)
    exclude_opt_key = "public"

    def __init__(
        self, gateway: Gateway, sessions: Sessions, renewal: Renewal, surroundings: Surroundings
    ) -> None:
        self._gateway = gateway
        self._sessions = sessions
        self._renewal = renewal
        self._around = surroundings

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        request: Visitor = Request(scope)
        visit = request.state.visit = await self._welcome(request)
        shown = self._cookie(request, ACCESS)

        def cookies() -> list[Cookie]:
            return [*visit.cookies, *self._access_cookie(visit.bearer, shown)]

        await next_app(scope, receive, with_cookies(send, cookies))

    async def _welcome(self, request: Visitor) -> Visit:
        bearer = await self._bearer(request)
        profile = bearer.session.profile if bearer else None
        chosen = profile.locale if profile else request.cookies.get(LOCALE)
        locale = preferred_locale(chosen, request.headers.get("accept-language", ""))
        speak(locale, profile.time_zone if profile else "UTC")
        visit = self._visit(request, bearer)
        if bearer is None:
            self._set_guest_cookies(request, visit)
        return visit

    async def _bearer(self, request: Visitor) -> Bearer | None:
        session_id = self._cookie(request, SESSION) or ""
        if not ID_SHAPE.fullmatch(session_id):
            return None
        session = await self._find(request, session_id)
        return self.bearer_of(session, caller_of(request)) if session else None

    def bearer_of(self, session: Session, caller: Caller) -> Bearer:
        accounts = AccountGateway(self._gateway.on_behalf_of(caller))
        return Bearer(session, self._renewal, accounts)

    async def _find(self, request: Visitor, session_id: str) -> Session | None:
        """Without Redis the access cookie alone serves, for the minutes that it lives."""
        try:
            return await self._sessions.find(session_id, keeps_awake=not is_unattended(request))
        except RedisError as error:
            log.warning("sessions_away", error=repr(error))
            access_cookie = self._cookie(request, ACCESS) or ""
            access = self._sessions.open_access(access_cookie, session_id)
            if access is None or not access.is_valid:
                raise Away("sessions cannot be read") from error
            return Session(session_id, access.profile, access, refresh_token="")

    def _visit(self, request: Visitor, bearer: Bearer | None) -> Visit:
        caller = caller_of(request)
        if bearer:
            user_id = bearer.session.profile.id
            structlog.contextvars.bind_contextvars(user_id=str(user_id))
            caller = msgspec.structs.replace(caller, user_id=user_id, token=bearer)
        return Visit(
            self._around,
            url=address_of(request.scope),
            htmx=Htmx.of(request.headers),
            theme=theme_of(request),
            sidebar_is_collapsed=request.cookies.get("sidebar") == "collapsed",
            agent=request.headers.get("user-agent", ""),
            guest_id=self._guest_id(request),
            bearer=bearer,
            backend=self._gateway.on_behalf_of(caller),
            toast=self._cookie(request, TOAST),
            tastes=request.cookies,
        )

    def _guest_id(self, request: Visitor) -> str:
        """Ties a sign-in form to the browser it was rendered for; it opens nothing."""
        sent = self._cookie(request, GUEST) or ""
        return sent if ID_SHAPE.fullmatch(sent) else secrets.token_urlsafe(32)

    def _set_guest_cookies(self, request: Visitor, visit: Visit) -> None:
        if self._cookie(request, GUEST) != visit.session_id:
            visit.set_cookie(GUEST, visit.session_id, max_age=GUEST_SECONDS)
        for purpose in (SESSION, ACCESS):
            if self._cookie(request, purpose) is not None:
                visit.clear_cookie(purpose)

    def _access_cookie(self, bearer: Bearer | None, shown: str | None) -> list[Cookie]:
        """Sent again only when the token has changed."""
        if bearer is None or bearer.access is None:
            return []
        if shown and self._sessions.open_access(shown, bearer.session.id) == bearer.access:
            return []
        sealed = self._sessions.seal_access(bearer.access, bearer.session.id)
        return [self._around.jar.set(ACCESS, sealed, max_age=bearer.access.seconds_left)]

    def _cookie(self, request: Visitor, purpose: str) -> str | None:
        return request.cookies.get(self._around.jar.name(purpose))


async def require_sign_in(
    connection: ASGIConnection[Any, Any, Any, State], handler: BaseRouteHandler
) -> None:
    """Every route, unless it says ``guests=True`` or, without any session, ``public=True``.

    A form that comes without a session was drawn for one that is over.
    """
    if handler.opt.get("public") or handler.opt.get("guests"):
        return
    if connection.state.visit.session is None:
        raise SignedOut if csrf.is_safe(connection) else csrf.OutOfDate("nobody is signed in")


def provide_visit(request: Visitor) -> Visit:
    visit: Visit = request.state.visit
    return visit


def caller_of(request: Visitor) -> Caller:
    address = request.client.host if request.client else ""
    agent = request.headers.get("user-agent", "").encode("ascii", "replace").decode()
    return Caller(address, request.state.request_id, agent=agent[:LONGEST_AGENT])


def is_unattended(request: Visitor) -> bool:
    """A page that is only open asked for it, and no person: its script or its route says so."""
    return UNATTENDED in request.headers or "unattended" in request.route_handler.opt


def theme_of(request: Visitor) -> Theme:
    theme = request.cookies.get("theme")
    return "light" if theme == "light" else "dark" if theme == "dark" else "system"


def with_cookies(send: Send, cookies: Callable[[], list[Cookie]]) -> Send:
    async def send_with_cookies(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableScopeHeaders.from_message(message)
            for cookie in cookies():
                headers.add("set-cookie", header_value(cookie))
        await send(message)

    return send_with_cookies
