"""The one way of the process to its backend: httpx's requests and answers, aiohttp below."""

from collections.abc import Mapping
from typing import Final, Self, TypeAlias

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

from bff.gateway.transfer import Content, Upload

Transport: TypeAlias = httpx.AsyncBaseTransport

# Identity encoding: over loopback or a rack, packing costs more than it saves.
HEADERS: Final = {"Accept-Encoding": "identity"}
JSON: Final = {"Content-Type": "application/json"}
CALLS: Final = 100  # connections
KEPT: Final = 3  # seconds, unused: no server closes one on which we may be writing (see ops/web.py)
STREAMS: Final = 40  # connections of their own, so that downloads never hold up pages
PATIENCE: Final = {"timeout": {"connect": 0.5}}  # for the rest the gateway watches the clock


class Http:
    """httpx without its client, whose cookies, redirects and merged URLs took half of each call.

    A backend of our own sets no cookies and sends nobody elsewhere.
    """

    def __init__(self, base_url: str, transport: Transport, streams: Transport) -> None:
        self._base_url = base_url.rstrip("/")
        self._transport = transport
        self._streams = streams

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._transport.aclose()
        await self._streams.aclose()

    async def send(
        self,
        method: str,
        address: str,
        *,
        content: bytes | Content | Upload | None = None,
        headers: Mapping[str, str] | None = None,
        is_streamed: bool = False,
    ) -> httpx.Response:
        """The answer to a request for an ``address`` such as ``/healthz?deep=1``, or for one that
        the backend named in full.

        Whole, unless it ``is_streamed``: whoever asked for that reads it, and closes it.
        """
        url = address if "://" in address else self._base_url + address
        request = request_for(method, url, content, HEADERS | dict(headers or {}))
        if is_streamed:
            return await self._streams.handle_async_request(request)
        response = await self._transport.handle_async_request(request)
        try:
            await response.aread()
        finally:
            await response.aclose()
        return response


def request_for(
    method: str, url: str, content: bytes | Content | Upload | None, headers: dict[str, str]
) -> httpx.Request:
    """A file is read while it is sent, and never held in memory."""
    if isinstance(content, Content):
        headers |= {"Content-Length": str(content.size)}
        pieces = content.pieces()
        return httpx.Request(method, url, content=pieces, headers=headers, extensions=PATIENCE)
    if not isinstance(content, Upload):
        headers |= JSON
        return httpx.Request(method, url, content=content, headers=headers, extensions=PATIENCE)
    file = (content.file_name, content.file)
    return httpx.Request(
        method,
        url,
        data=content.fields,
        files={"file": file},
        headers=headers,
        extensions=PATIENCE,
    )


def http_client(base_url: str, transport: Transport | None = None) -> Http:
    return Http(base_url, transport or wire(CALLS), transport or wire(STREAMS))


def wire(connections: int) -> Transport:
    """aiohttp below httpx: a fourth of the CPU. No cookie jar: its owner would be everybody."""
    return AiohttpTransport(
        client=lambda: aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=connections, keepalive_timeout=KEPT),
            cookie_jar=aiohttp.DummyCookieJar(),
        )
    )
