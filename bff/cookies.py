"""The cookies we set and the one rule for how they are named and protected."""

from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import urlsplit

from litestar.datastructures import Cookie
from msgspec import Struct

from bff.settings import Settings

GONE: Final = 0
YEAR: Final = 365 * 24 * 3600


class CookieJar(Struct, frozen=True):
    """Over https every name starts with ``__Host-``: no other host and no plain connection can
    set such a cookie. A start on http://localhost has neither, so there the names say so and
    carry the port, because cookies do not tell ports apart and two checkouts would mix.
    """

    prefix: str
    is_secure: bool

    def name(self, purpose: str) -> str:
        return f"{self.prefix}{purpose}"

    def set(self, purpose: str, value: str, *, max_age: int) -> Cookie:
        """Lax and not Strict: a link in a mail must find the session. What changes anything is
        held off by ``bff.csrf``, which does not lean on cookies."""
        return Cookie(
            key=self.name(purpose),
            value=value,
            max_age=max_age,
            path="/",
            secure=self.is_secure,
            httponly=True,
            samesite="lax",
        )

    def plain(self, name: str, value: str, *, max_age: int) -> Cookie:
        """One that scripts share: a taste, never a secret."""
        return Cookie(
            key=name,
            value=value,
            max_age=max_age,
            path="/",
            secure=self.is_secure,
            httponly=False,
            samesite="lax",
        )

    def clear(self, purpose: str) -> Cookie:
        return self.set(purpose, "", max_age=GONE)


def cookie_jar(settings: Settings) -> CookieJar:
    if settings.is_secure:
        return CookieJar("__Host-", is_secure=True)
    return CookieJar(f"local-{urlsplit(settings.origin).port or 80}-", is_secure=False)


def header_value(cookie: Cookie) -> str:
    return cookie.to_header(header="")


def parsed(header: str) -> dict[str, str]:
    return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
