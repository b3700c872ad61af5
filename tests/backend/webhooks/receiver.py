"""A receiver of webhooks: a real HTTP server on loopback that answers as it is told to."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from standardwebhooks import Webhook


@dataclass(frozen=True)
class Answer:
    """``cut``: the connection ends after the status line; ``wait`` is in seconds."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: bytes = b"ok"
    wait: float = 0
    cut: bool = False


@dataclass(frozen=True)
class Message:
    line: str
    headers: dict[str, str]
    body: bytes

    def verified(self, secret: str) -> Any:
        """By the reference library; raises where the signature is not good."""
        return Webhook(secret).verify(self.body, self.headers)


class Receiver:
    """Gives its ``answers`` one after the other, the last of them for ever, and none until it
    is ``free`` to.
    """

    def __init__(self) -> None:
        self.answers = [Answer()]
        self.free = asyncio.Event()
        self.free.set()
        self.messages: list[Message] = []
        self.at_once = 0
        self._open = 0
        self._gone = asyncio.Event()
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks?from=foyer"

    @asynccontextmanager
    async def listening(self) -> AsyncGenerator["Receiver"]:
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            self._gone.set()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open += 1
        self.at_once = max(self.at_once, self._open)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            parts = [line.partition(": ") for line in head[1:] if line]
            headers = {name.lower(): value for name, _, value in parts}
            body = await reader.readexactly(int(headers["content-length"]))
            self.messages.append(Message(head[0], headers, body))
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            await self.free.wait()
            with suppress(TimeoutError):
                async with asyncio.timeout(answer.wait):
                    await self._gone.wait()
            writer.write(f"HTTP/1.1 {answer.status} Whatever\r\n".encode())
            if not answer.cut:
                told = {"content-length": str(len(answer.body)), **answer.headers}
                lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
                writer.write(f"{lines}\r\n".encode() + answer.body)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the sender has lost patience
        finally:
            self._open -= 1
            writer.close()
