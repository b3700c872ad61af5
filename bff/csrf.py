"""Only our own pages may change anything, whatever cookies a foreign page makes a browser send.

Two checks, both must hold. The browser itself says where a request comes from (Sec-Fetch-Site,
else Origin; scripts cannot forge either), and the form carries a token that only a page rendered
for this very session can have. The token has no cookie of its own that could get out of step.

They are guards and not ``before_request``, which a route could replace by its own. The second
reads the form, however large it is: it stands behind the one that asks who is signed in.
"""

import hashlib
import hmac
import secrets
from typing import Any, Final

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Headers
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import BaseRouteHandler

from bff.seal import derived_key

FIELD: Final = "csrf_token"
HEADER: Final = "X-CSRF-Token"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class OutOfDate(PermissionDeniedException):
    """Our own page sent this, but for a session that is over."""


class Tokens:
    """Each token has its own salt, so compressed pages do not give it away letter by letter."""

    def __init__(self, secret: str) -> None:
        self._key = derived_key(secret, "csrf")

    def issue(self, session_id: str) -> str:
        salt = secrets.token_urlsafe(12)
        return f"{salt}.{self._mac(salt, session_id)}"

    def accepts(self, token: str, session_id: str) -> bool:
        salt, _, mac = token.partition(".")
        expected = self._mac(salt, session_id)
        # Bytes, because compare_digest raises TypeError for text that is not ASCII.
        return hmac.compare_digest(mac.encode(errors="replace"), expected.encode())

    def _mac(self, salt: str, session_id: str) -> str:
        message = f"{salt}.{session_id}".encode(errors="replace")
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()


def comes_from_us(headers: Headers, origin: str) -> bool:
    site = headers.get("sec-fetch-site")
    return site == "same-origin" if site else headers.get("origin") == origin


def is_safe(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    return connection.scope.get("method") in SAFE_METHODS


def is_signed(handler: BaseRouteHandler) -> bool:
    """A route that says ``signed=True`` does what a signed link allows, whoever sends it along,
    and asks for no session: there is nothing of which a foreign page could make use.
    """
    return bool(handler.opt.get("signed"))


class OriginGuard:
    def __init__(self, origin: str) -> None:
        self._origin = origin

    async def __call__(
        self, connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
    ) -> None:
        if is_safe(connection) or is_signed(handler):
            return
        if not comes_from_us(connection.headers, self._origin):
            raise PermissionDeniedException("another site sent this request")


class TokenGuard:
    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    async def __call__(
        self, connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
    ) -> None:
        if not isinstance(connection, Request) or is_safe(connection) or is_signed(handler):
            return
        session_id = connection.state.visit.session_id
        if not self._tokens.accepts(await sent_token(connection), session_id):
            raise OutOfDate("this form is out of date")


async def sent_token(request: Request[Any, Any, Any]) -> str:
    """From the header where htmx sends it, so that uploads are not parsed here."""
    if (header := request.headers.get(HEADER)) is not None:
        return header
    token = (await request.form()).get(FIELD, "")
    return token if isinstance(token, str) else ""
