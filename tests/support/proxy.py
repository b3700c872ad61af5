"""A TCP proxy before one server or several, which can fall silent like a half-open connection."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from itertools import cycle

from sqlalchemy import make_url

CHUNK = 65_536


class Proxy:
    """Everything passes until ``freeze``: then connections stay open and nothing comes through.

    Each connection leads to the next of the targets; ``led`` counts where they went.
    """

    def __init__(self, *targets: tuple[str, int]) -> None:
        self._targets = cycle(targets)
        self.led: Counter[tuple[str, int]] = Counter()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._answering = asyncio.Event()
        self._answering.set()
        self._last_word: bytes | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_shut = False
        self.port = 0

    def freeze(self) -> None:
        self._flowing.clear()

    def thaw(self) -> None:
        self._flowing.set()

    def keep_answers_from(self, word: bytes) -> None:
        """Of the next who says this, and of all others: it is done, and nobody hears of it."""
        self._last_word = word

    def give_answers(self) -> None:
        self._answering.set()

    def cut(self) -> None:
        """Ends every connection at once, in the middle of whatever it carried."""
        for task in self._tasks:
            task.cancel()

    def shut(self) -> None:
        """As if the server had gone: what is open is cut, and nobody gets through."""
        self._is_shut = True
        self.cut()

    def reopen(self) -> None:
        self._is_shut = False

    @asynccontextmanager
    async def listening(self, port: int = 0) -> AsyncGenerator[None]:
        server = await asyncio.start_server(self._accept, "127.0.0.1", port)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield
        finally:
            server.close()
            self.cut()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_shut:
            writer.transport.abort()
            return
        task = asyncio.create_task(self._carry(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, near: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        target = next(self._targets)
        self.led[target] += 1
        far, far_out = await asyncio.open_connection(*target)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pump(near, far_out))
                both.create_task(self._pump(far, near_out, is_answer=True))
        finally:
            for writer in (near_out, far_out):
                writer.transport.abort()

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_answer: bool = False
    ) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(CHUNK):
                await self._flowing.wait()
                if is_answer:
                    await self._answering.wait()
                elif self._last_word is not None and self._last_word in data:
                    self._last_word = None
                    self._answering.clear()
                writer.write(data)
                await writer.drain()
        writer.close()


@asynccontextmanager
async def proxied(url: str) -> AsyncGenerator[tuple[Proxy, str]]:
    """A proxy before the server of this URL, and the URL that leads through it."""
    parsed = make_url(url)
    proxy = Proxy((parsed.host or "127.0.0.1", parsed.port or 5432))
    async with proxy.listening():
        through = parsed.set(host="127.0.0.1", port=proxy.port)
        yield proxy, through.render_as_string(hide_password=False)
