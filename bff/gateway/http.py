"""The one way of the process to its backend: httpx's requests and answers, aiohttp below."""

from collections.abc import Mapping
from typing import Final, Self, TypeAlias

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

Transport: TypeAlias = httpx.AsyncBaseTransport

# Identity encoding: over loopback or a rack, packing costs more than it saves.
HEADERS: Final = {"Accept-Encoding": "identity", "Content-Type": "application/json"}
PATIENCE: Final = {"timeout": {"connect": 0.5}}  # for the rest the gateway watches the clock


class Http:
    """httpx without its client, whose cookies, redirects and merged URLs took half of each call.

    A backend of our own sets no cookies and sends nobody elsewhere.
    """

    def __init__(self, base_url: str, transport: Transport) -> None:
        self._base_url = base_url.rstrip("/")
        self._transport = transport

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._transport.aclose()

    async def send(
        self,
        method: str,
        address: str,
        *,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """The whole answer to a request for an ``address`` such as ``/healthz?deep=1``."""
        request = httpx.Request(
            method,
            self._base_url + address,
            content=content,
            headers=HEADERS | dict(headers or {}),
            extensions=PATIENCE,
        )
        response = await self._transport.handle_async_request(request)
        try:
            await response.aread()
        finally:
            await response.aclose()
        return response


def http_client(base_url: str, transport: Transport | None = None) -> Http:
    return Http(base_url, transport or wire())


def wire() -> Transport:
    """aiohttp below httpx: a fourth of the CPU. No cookie jar: its owner would be everybody."""
    return AiohttpTransport(
        client=lambda: aiohttp.ClientSession(
            # Shorter than uvicorn's own 5 s, so that we never write into a closing connection.
            connector=aiohttp.TCPConnector(limit=100, keepalive_timeout=3),
            cookie_jar=aiohttp.DummyCookieJar(),
        )
    )
