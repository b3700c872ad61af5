"""The outermost layer: every answer, also a 404 or a 500, leaves with its id, its security headers
and one line in the log. Litestar's own middleware does not see what no route answers."""

import re
import time
from typing import Final
from uuid import uuid4

import structlog
from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from bff import traces
from bff.metrics import measures
from bff.settings import Settings
from bff.traces import Seen, span

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
METHODS: Final = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}
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

        traces.follow(Headers.from_scope(scope).get("traceparent", ""))
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        with span("request", "server", {}) as seen:
            try:
                await self._app(scope, receive, observed_send)
            finally:
                note(scope, status, time.perf_counter() - started, seen)

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


def note(scope: Scope, status: int, seconds: float, seen: Seen) -> None:
    """Without the query string: people search for names. A calendar's address is its key."""
    method = str(scope.get("method"))
    method = method if method in METHODS else "OTHER"
    route = scope.get("path_template") or "unknown"
    requests, durations = measures(method, route, status)
    requests.inc()
    durations.observe(seconds)
    facts = {"http.request.method": method, "http.route": route}
    seen.tell(f"{method} {route}", facts | {"http.response.status_code": status})
    log.info(
        "request",
        method=method,
        path=FEED.sub("/calendar/[hidden]", scope["path"]),
        route=route,
        status=status,
        ms=round(seconds * 1000, 2),
        address=(scope["client"] or ("", 0))[0],
    )
