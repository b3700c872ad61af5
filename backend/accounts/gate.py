"""Lets a request in: a live token that may do this, and room under the rate limit."""

import asyncio
import hmac
import time
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Send
from litestar.types import Scope as Connection
from msgspec import Struct

from backend.accounts.api_tokens import note_use
from backend.accounts.queries import STANDING, STANDING_TOKEN
from backend.core.actor import Actor, Role, Scope
from backend.core.db import Database
from backend.core.limits import RateLimits
from backend.core.logs import USER_ID
from backend.core.refusals import Forbidden, NotSignedIn, TooMany
from backend.core.strict import refuse_other_media, refuse_unknown_parameters
from backend.core.tokens import API_PREFIX, AccessTokens, Claims, api_token_prefix, fingerprint

FRESH = 4.0  # seconds; a user who is shut off is out within five
REMEMBERED = 10_000
SAFE = {"GET", "HEAD", "OPTIONS"}


class Standing(Struct, frozen=True):
    actor: Actor
    asked_at: float


class Sessions:
    """Asks PostgreSQL whether a session or an API token stands, and believes it for seconds."""

    def __init__(self, database: Database, *, everyone_sees_all: bool) -> None:
        self._database = database
        self._everyone_sees_all = everyone_sees_all
        self._known: dict[tuple[UUID, UUID] | bytes, Standing] = {}
        self._noting: set[asyncio.Task[None]] = set()

    async def actor(self, claims: Claims) -> Actor:
        """Raises NotSignedIn for a revoked session and for a user who was shut off."""
        key = (claims.user, claims.session)
        standing = self._believed(key)
        if standing is None:
            standing = self._known[key] = await self._ask(claims)
        return standing.actor

    async def token_holder(self, token: str) -> Actor:
        """Raises NotSignedIn for a token that is unknown, revoked, or too old."""
        key = fingerprint(token)
        standing = self._believed(key)
        if standing is None:
            standing = self._known[key] = await self._ask_token(token, key)
        return standing.actor

    async def close(self) -> None:
        await asyncio.gather(*self._noting)

    def _believed(self, key: tuple[UUID, UUID] | bytes) -> Standing | None:
        standing = self._known.get(key)
        if standing is not None and time.monotonic() - standing.asked_at <= FRESH:
            return standing
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        return None

    async def _ask(self, claims: Claims) -> Standing:
        asked_at = time.monotonic()
        row = await STANDING.row(self._database, user_id=claims.user, family=claims.session)
        if row is None:
            raise NotSignedIn("This session has ended")
        role = Role(row[0])
        sees_all = self._everyone_sees_all or role is Role.ADMIN
        actor = Actor(claims.user, role, claims.session, sees_all)
        return Standing(actor, asked_at)

    async def _ask_token(self, token: str, digest: bytes) -> Standing:
        """Without the scope ``admin`` an admin's token does what any user may."""
        asked_at = time.monotonic()
        prefix = api_token_prefix(token)
        row = await STANDING_TOKEN.row(self._database, prefix=prefix) if prefix else None
        if row is None or not hmac.compare_digest(row[1], digest):
            raise NotSignedIn("The API token is unknown, revoked, or too old")
        token_id, _, scopes, rested, user_id, role = row
        if rested:
            self._note_use(token_id)
        held = frozenset(map(Scope, scopes))
        is_admin = role == Role.ADMIN and Scope.ADMIN in held
        sees_all = self._everyone_sees_all or is_admin
        actor = Actor(user_id, Role.ADMIN if is_admin else Role.USER, token_id, sees_all, held)
        return Standing(actor, asked_at)

    def _note_use(self, token_id: UUID) -> None:
        """Beside the request, which does not wait for it."""
        task = asyncio.create_task(note_use(self._database, token_id))
        self._noting.add(task)
        task.add_done_callback(self._noting.discard)


class Gate(ASGIMiddleware):
    """Closed by default: only a route that says ``public=True`` is open to strangers."""

    def __init__(self, tokens: AccessTokens, limits: RateLimits, *, per_minute: int) -> None:
        self._tokens = tokens
        self._limits = limits
        self._per_minute = per_minute

    async def handle(
        self, scope: Connection, receive: Receive, send: Send, next_app: ASGIApp
    ) -> None:
        refuse_unknown_parameters(scope)
        if not scope["route_handler"].opt.get("public"):
            send = await self._let_in(scope, send)
        refuse_other_media(scope)
        await next_app(scope, receive, send)

    async def _let_in(self, scope: Connection, send: Send) -> Send:
        """Says who asks, and has the answer tell how many more of them there may be."""
        actor = scope["user"] = await self._actor(scope)
        USER_ID.set(str(actor.id))
        standing = await self._limits.hit("api", actor.id.hex, limit=self._per_minute, seconds=60)
        headers = standing.headers()
        if standing.exceeded:
            raise TooMany("Slow down a little", headers=headers)
        refuse_others(actor, str(scope.get("method")), scope["route_handler"].opt)
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

        async def send_with_limits(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *raw]
            await send(message)

        return send_with_limits

    async def _actor(self, scope: Connection) -> Actor:
        token = _bearer(scope)
        sessions: Sessions = scope["app"].state.sessions
        if token.startswith(API_PREFIX):
            return await sessions.token_holder(token)
        return await sessions.actor(self._tokens.verify(token))


def refuse_others(actor: Actor, method: str, opt: Mapping[str, Any]) -> None:
    """A route that says ``admin=True`` is for admins, and ``in_person=True`` for no API token.

    Raises Forbidden.
    """
    if actor.scopes is not None:
        if opt.get("in_person"):
            raise Forbidden("No API token may do this; sign in with your password")
        if method not in SAFE and Scope.WRITE not in actor.scopes:
            raise Forbidden("This API token may only read; make one with the scope write")
    if opt.get("admin") and not actor.is_admin:
        raise Forbidden("Only an admin may do this")


def _bearer(scope: Connection) -> str:
    for name, value in scope["headers"]:
        if name == b"authorization":
            kind, _, token = value.partition(b" ")
            if kind.lower() == b"bearer" and len(token) <= 4096:
                return token.decode("ascii", "replace").strip()
    raise NotSignedIn("Send a bearer token")
