"""Work that is done again and again: at once when someone rings, and by the clock anyway."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog
from msgspec import Struct

log = structlog.get_logger()
AFTER_TROUBLE = 5.0  # seconds


class Lap(Struct, frozen=True):
    """One round that was walked; ``error`` is why it failed. Times are in seconds."""

    name: str
    every: float
    seconds: float
    error: str | None = None


class Rounds:
    """``every`` is in seconds; work that fails is logged and done again next time.

    ``told`` hears of each lap. It must not raise.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[], Awaitable[object]],
        *,
        every: float,
        told: Callable[[Lap], Awaitable[None]] | None = None,
    ) -> None:
        self.name = name
        self.told = told
        self._work = work
        self._every = every
        self._rung = asyncio.Event()
        self._over = False

    def ring(self) -> None:
        self._rung.set()

    def stop(self) -> None:
        """No more rounds; the one under way is finished."""
        self._over = True
        self._rung.set()

    async def walk(self) -> None:
        while not self._over:
            pause = await self._once()
            try:
                async with asyncio.timeout(pause):
                    await self._rung.wait()
            except TimeoutError:
                continue

    async def _once(self) -> float:
        self._rung.clear()
        error = await self._try()
        return self._every if error is None else max(self._every, AFTER_TROUBLE)

    async def _try(self) -> str | None:
        began, error = time.monotonic(), None
        try:
            await self._work()
        except Exception as failure:  # a worker outlives whatever its database goes through
            error = repr(failure)
            log.warning("round_failed", round=self.name, error=error)
        if self.told is not None:
            await self.told(Lap(self.name, self._every, time.monotonic() - began, error))
        return error
