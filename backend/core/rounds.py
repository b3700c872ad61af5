"""Work that is done again and again: at once when someone rings, and by the clock anyway."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger()
AFTER_TROUBLE = 5.0  # seconds


class Rounds:
    """``every`` is in seconds; work that fails is logged and done again next time."""

    def __init__(self, name: str, work: Callable[[], Awaitable[object]], *, every: float) -> None:
        self._name = name
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
        try:
            await self._work()
        except Exception as error:  # a worker outlives whatever its database goes through
            log.warning("round_failed", round=self._name, error=repr(error))
            return max(self._every, AFTER_TROUBLE)
        return self._every
