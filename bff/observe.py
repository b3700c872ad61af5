"""The outermost layer: every answer, also a 404 or a 500, leaves with its id, its security headers
and one line in the log. Litestar's own middleware does not see what no route answers."""

import re
import time
from typing import Final
from uuid import uuid4

import structlog
from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from bff.settings import Settings

CSP: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; frame-ancestors 'none'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'"
)
ALWAYS: Final = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # What a page shows is its reader's alone, and one address answers pages and fragments.
    "Cache-Control": "no-store, private",
}
HSTS: Final = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
VARY: Final = "Cookie, HX-Request, HX-Request-Type, HX-Target"
FEED: Final = re.compile(r"^/calendar/.+")
REQUEST_ID: Final = re.compile(r"[\w.-]{8,64}", re.ASCII)

log = structlog.get_logger("access")


class Observed:
    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._headers = ALWAYS | (HSTS if settings.is_secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Litestar keeps the lifespan to itself, and there are no web sockets here."""
        request_id = scope["state"]["request_id"] = request_id_of(scope)
        started = time.perf_counter()
        status = 500

        async def observed_send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._dress(MutableScopeHeaders.from_message(message), request_id)
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, observed_send)
            finally:
                log_line(scope, status, (time.perf_counter() - started) * 1000)

    def _dress(self, headers: MutableScopeHeaders, request_id: str) -> None:
        """A route that set one of these itself had its reason."""
        for name, value in self._headers.items():
            headers.setdefault(name, value)
        headers["X-Request-ID"] = request_id
        if headers["Cache-Control"] == ALWAYS["Cache-Control"]:
            headers.extend_header_value("Vary", VARY)


def request_id_of(scope: Scope) -> str:
    sent = Headers.from_scope(scope).get("x-request-id", "")
    return sent if REQUEST_ID.fullmatch(sent) else str(uuid4())


def log_line(scope: Scope, status: int, milliseconds: float) -> None:
    """Without the query string: people search for names. A calendar's address is its key."""
    log.info(
        "request",
        method=scope.get("method"),
        path=FEED.sub("/calendar/[hidden]", scope["path"]),
        status=status,
        ms=round(milliseconds, 2),
        address=(scope["client"] or ("", 0))[0],
    )
