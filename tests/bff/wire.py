"""The way from the web front to the API, which a test can watch, slow down or cut."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx

Hook = Callable[[httpx.Request], Awaitable[None]]


class Wire(httpx.AsyncBaseTransport):
    """A process's one web front has one for all its tests, laid anew for each."""

    def lead_to(self, api: httpx.AsyncBaseTransport) -> None:
        self._api = api
        self.calls: list[str] = []
        self.is_cut = False
        self.before: Hook | None = None
        self.after: Hook | None = None  # when the API has done it

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(f"{request.method} {request.url.path.removeprefix('/api/v1')}")
        if self.is_cut:
            raise httpx.ConnectError("the wire is cut", request=request)
        if self.before:
            await self.before(request)
        answer = await self._api.handle_async_request(request)
        if self.after:
            await self.after(request)
        return answer

    def count(self, call: str) -> int:
        return self.calls.count(call)


class Gate:
    """Holds back calls of one path until it is opened."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._open = asyncio.Event()
        self.reached = asyncio.Event()

    async def __call__(self, request: httpx.Request) -> None:
        if request.url.path.endswith(self._path):
            self.reached.set()
            await self._open.wait()

    def open(self) -> None:
        self._open.set()
