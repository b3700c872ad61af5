"""A browser that follows a live stream, and the worker that feeds it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from litestar import Litestar
from redis.asyncio import Redis

from bff.events import STREAM
from tests.bff.browser import Browser

PATIENCE = 60.0  # seconds; of what does come


class Heard:
    """What has come through a stream, event by event."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.has_begun = asyncio.Event()
        self.has_ended = asyncio.Event()
        self.is_gone = asyncio.Event()
        self.events: asyncio.Queue[dict[str, str]] = asyncio.Queue()

    async def next(self, *names: str) -> dict[str, str]:
        """The next event of these names; others are passed over."""
        async with asyncio.timeout(PATIENCE):
            while True:
                event = await self.events.get()
                if event["event"] in names:
                    return event

    async def change(self) -> dict[str, Any]:
        told: dict[str, Any] = msgspec.json.decode((await self.next("change"))["data"])
        return told

    async def end(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.has_ended.wait()

    def take(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): text.decode() for name, text in message["headers"]}
            self.has_begun.set()
        elif not message.get("more_body", False):
            self.is_gone.set()  # as a server says it after the last byte
        for block in message.get("body", b"").decode().split("\n\n"):
            if block.strip():
                lines = (line.partition(": ") for line in block.strip().splitlines())
                self.events.put_nowait({name: text for name, _, text in lines})


@asynccontextmanager
async def following(
    app: Litestar, browser: Browser, *, after: str = "", last_id: str = ""
) -> AsyncGenerator[Heard]:
    """The stream is cut off where the block ends. httpx's own transport waits for a last byte."""
    heard = Heard()
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.http.cookies.jar)
    headers = {"cookie": cookies, "host": "localhost:8000", "accept-encoding": "br, gzip"}
    headers |= {"last-event-id": last_id} if last_id else {}
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/activity/stream/",
        "raw_path": b"/activity/stream/",
        "query_string": f"after={after}".encode(),
        "root_path": "",
        "scheme": "http",
        "http_version": "1.1",
        "headers": [(name.encode(), text.encode()) for name, text in headers.items()],
        "client": ("203.0.113.7", 40_000),
        "server": ("localhost", 8000),
        "state": {},
    }

    async def receive() -> dict[str, Any]:
        await heard.is_gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        heard.take(message)

    task = asyncio.create_task(call(app, scope, receive, send))
    task.add_done_callback(lambda _: heard.has_ended.set())
    async with asyncio.timeout(PATIENCE):
        await heard.has_begun.wait()
    try:
        yield heard
    finally:
        heard.is_gone.set()
        await task


async def call(app: Any, *how: Any) -> None:
    await app(*how)


async def tell(redis: Redis, kind: str = "deal", **fields: str) -> str:
    """As the worker does it; answers the event's place."""
    told: dict[Any, Any] = {"topic": f"{kind}.moved", "kind": kind, "id": "1"} | fields
    place: Any = await redis.xadd(STREAM, told)
    return str(place.decode())
