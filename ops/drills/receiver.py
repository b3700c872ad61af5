"""Where the drill's webhooks go: notes each message, and now and then says it took none."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, MutableMapping
from contextlib import asynccontextmanager, contextmanager, suppress
from random import Random
from typing import Any

import msgspec
import uvicorn
from msgspec import Struct, field
from standardwebhooks import Webhook, WebhookVerificationError

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
LIES = 0.03  # of the messages are taken and answered as if they were not


class Message(Struct, frozen=True):
    endpoint: str
    id: str
    entity: str


class Receiver(Struct):
    """``secrets`` are by endpoint, which is the path. It lies while it is ``moody``."""

    port: int
    chance: Random
    secrets: dict[str, str] = field(default_factory=dict[str, str])
    messages: list[Message] = field(default_factory=list[Message])
    forged: int = 0
    moody: bool = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _body(receive)
        if body is None:  # its sender was killed in the middle of it
            return
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self._note(scope["path"], headers, body)
        lies = self.moody and self.chance.random() < LIES
        status = 500 if lies else 204
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body"})

    def _note(self, endpoint: str, headers: dict[str, str], body: bytes) -> None:
        try:
            Webhook(self.secrets[endpoint]).verify(body, headers)
        except WebhookVerificationError:
            self.forged += 1
            return
        entity = msgspec.json.decode(body)["data"]["id"]
        self.messages.append(Message(endpoint, headers["webhook-id"], entity))


async def _body(receive: Receive) -> bytes | None:
    parts: list[bytes] = []
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


class _Server(uvicorn.Server):
    """The drill says what a signal does."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


@asynccontextmanager
async def receiving(port: int, chance: Random) -> AsyncGenerator[Receiver]:
    receiver = Receiver(port, chance)
    settings = uvicorn.Config(
        receiver, host="127.0.0.1", port=port, lifespan="off", log_level="error", access_log=False
    )
    server = _Server(settings)
    serving = asyncio.create_task(server.serve())
    try:
        yield receiver
    finally:
        server.should_exit = True
        with suppress(asyncio.CancelledError):
            await serving
