"""Round every request: an id, one log line, one measurement, and a guard against hostile input."""

import re
import time
from uuid import uuid4

import structlog
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from backend.core.logs import REQUEST_ID, USER_ID
from backend.core.metrics import measures
from backend.core.traces import Seen, follow, span

log = structlog.get_logger()
GOOD_ID = re.compile(rb"[A-Za-z0-9._-]{8,100}")
SECURITY_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
]
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
NOTHING_YET: dict[str, str] = {}
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}


class RequestContext:
    """Pure ASGI, outside of routing, so that unknown addresses have ids and lines too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        request_id = _request_id(scope)
        scope["state"]["request_id"] = request_id
        status = 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                present = dict(message["headers"])  # Litestar writes them in lower case
                missing = [h for h in SECURITY_HEADERS if h[0] not in present]
                own = (b"x-request-id", request_id.encode())
                message["headers"] = [*message["headers"], own, *missing]
            await send(message)

        REQUEST_ID.set(request_id)
        USER_ID.set("")
        follow(_header(scope, b"traceparent").decode("latin-1"))
        with span("request", "server", NOTHING_YET) as seen:
            try:
                if CONTROL.search(scope["path"]):
                    scope["path"] = "/-"  # no such route: 404, and nothing hostile in the logs
                await self._app(scope, receive, send_with_id)
            finally:
                _note(scope, status, time.perf_counter() - started, seen)


def _request_id(scope: Scope) -> str:
    sent = _header(scope, b"x-request-id")
    return sent.decode() if GOOD_ID.fullmatch(sent) else uuid4().hex


def _header(scope: Scope, wanted: bytes) -> bytes:
    return next((value for name, value in scope["headers"] if name == wanted), b"")


def _note(scope: Scope, status: int, seconds: float, seen: Seen) -> None:
    method = str(scope.get("method"))
    if method not in METHODS:
        method = "OTHER"
    route = scope.get("path_template") or "unknown"
    facts = {"http.request.method": method, "http.route": route}
    seen.tell(f"{method} {route}", facts | {"http.response.status_code": status})
    requests, durations = measures(method, route, status)
    requests.inc()
    durations.observe(seconds)
    log.info(
        "request",
        method=method,
        path=scope["path"],
        route=route,
        status=status,
        ms=round(seconds * 1000, 2),
    )
