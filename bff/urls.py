"""Addresses that came from outside and where they may lead."""

from typing import Final
from urllib.parse import urlencode, urlsplit

from litestar.types import HTTPScope

HOME: Final = "/"


def local_path(url: str) -> str:
    """``url`` if every browser takes it for a place on this site, else home.

    Browsers drop tabs and line breaks inside an address and read a backslash as a slash, so what
    holds either is not argued with.
    """
    if not url.startswith("/") or url.startswith("//") or "\\" in url:
        return HOME
    if not url.isprintable() or not url.isascii() or " " in url:
        return HOME
    return HOME if escapes(url) else url


def escapes(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    return bool(parts.scheme or parts.netloc) or "//" in parts.path


def address_of(scope: HTTPScope) -> str:
    """As the browser sent it: Litestar takes the last slash off ``path``."""
    path, query = scope["raw_path"].decode("latin-1"), scope["query_string"].decode("latin-1")
    return f"{path}?{query}" if query else path


def with_query(path: str, **params: str | int | None) -> str:
    """Without the parameters that say nothing."""
    told = {name: value for name, value in params.items() if value not in (None, "")}
    return f"{path}?{urlencode(told)}" if told else path
