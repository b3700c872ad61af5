"""Lets a request in: a live token, a standing session, and room under the rate limit."""

import hashlib
import hmac
import time
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from msgspec import Struct

from backend.accounts.queries import STANDING
from backend.core.actor import Actor, Role
from backend.core.db import Database
from backend.core.limits import RateLimits
from backend.core.refusals import NotSignedIn, TooMany
from backend.core.strict import refuse_other_media, refuse_unknown_parameters
from backend.core.tokens import AccessTokens, Claims

FRESH = 4.0  # seconds; a user who is shut off is out within five
REMEMBERED = 10_000
SIGNATURE_AGE = 300


class Standing(Struct, frozen=True):
    actor: Actor
    asked_at: float


class Sessions:
    """Asks PostgreSQL whether a session stands, and believes the answer for a few seconds."""

    def __init__(self, database: Database, *, everyone_sees_all: bool) -> None:
        self._database = database
        self._everyone_sees_all = everyone_sees_all
        self._known: dict[tuple[UUID, UUID], Standing] = {}

    async def actor(self, claims: Claims) -> Actor:
        """Raises NotSignedIn for a revoked session and for a user who was shut off."""
        key = (claims.user, claims.session)
        standing = self._known.get(key)
        if standing is None or time.monotonic() - standing.asked_at > FRESH:
            standing = await self._ask(claims)
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[key] = standing
        return standing.actor

    async def _ask(self, claims: Claims) -> Standing:
        asked_at = time.monotonic()
        row = await STANDING.row(self._database, user_id=claims.user, family=claims.session)
        if row is None:
            raise NotSignedIn("This session has ended")
        role = Role(row[0])
        sees_all = self._everyone_sees_all or role is Role.ADMIN
        actor = Actor(claims.user, role, claims.session, sees_all)
        return Standing(actor, asked_at)


class Gate(ASGIMiddleware):
    """Closed by default: only a route that says ``public=True`` is open to strangers."""

    def __init__(self, tokens: AccessTokens, limits: RateLimits, *, per_minute: int) -> None:
        self._tokens = tokens
        self._limits = limits
        self._per_minute = per_minute

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        refuse_unknown_parameters(scope)
        if not scope["route_handler"].opt.get("public"):
            send = await self._let_in(scope, send)
        refuse_other_media(scope)
        await next_app(scope, receive, send)

    async def _let_in(self, scope: Scope, send: Send) -> Send:
        """Says who asks, and has the answer tell how many more of them there may be."""
        actor = await scope["app"].state.sessions.actor(self._tokens.verify(_bearer(scope)))
        scope["user"] = actor
        standing = await self._limits.hit("api", actor.id.hex, limit=self._per_minute, seconds=60)
        headers = standing.headers()
        if standing.exceeded:
            raise TooMany("Slow down a little", headers=headers)
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

        async def send_with_limits(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *raw]
            await send(message)

        return send_with_limits


def browser_network(request: Request[Any, Any, Any], bff_key: str) -> str:
    """Whom to count sign-ins by: an IPv4 address, or the whole /64 that an IPv6 customer has."""
    address = browser_address(request, bff_key)
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or IPv6Network((int(parsed), 64), strict=False))
    return address


def browser_address(request: Request[Any, Any, Any], bff_key: str) -> str:
    """By the BFF's word for its browsers, else the peer's own."""
    peer = request.client.host if request.client else "unknown"
    claimed = request.headers.get("x-forwarded-for", "")
    stamp = request.headers.get("x-bff-timestamp", "")
    signature = request.headers.get("x-bff-signature", "")
    if not (claimed and stamp.isascii() and stamp.isdigit() and signature.isascii()):
        return peer
    signed = hmac.new(bff_key.encode(), f"{claimed}|{stamp}".encode(), hashlib.sha256).hexdigest()
    fresh = abs(time.time() - int(stamp[:15])) < SIGNATURE_AGE
    return claimed if fresh and hmac.compare_digest(signed, signature) else peer


def _bearer(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"authorization":
            kind, _, token = value.partition(b" ")
            if kind.lower() == b"bearer" and len(token) <= 4096:
                return token.decode("ascii", "replace").strip()
    raise NotSignedIn("Send a bearer token")
