"""Long work such as imports and exports, carried out under leases in the database's time."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import ClassVar, Generic, Protocol, TypeVar
from uuid import UUID

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from backend.core.actor import Actor
from backend.core.db import Database
from backend.core.http import unit_of_work
from backend.core.problems import is_passing
from backend.core.refusals import Busy
from backend.core.work import Work

log = structlog.get_logger()
LEASE = timedelta(seconds=15)
AT_ONCE = 2  # runs of one kind in one worker; they share the loop with the relay
AWAY = (DBAPIError, PoolTimeout, OSError, TimeoutError, Busy)


class Lost(Exception):
    """Another worker has taken the run over, or it was started anew."""


class Failed(Exception):
    """It cannot go on; the message is for whoever started it."""


class Leased(Protocol):
    @property
    def id(self) -> UUID: ...


R = TypeVar("R", bound=Leased)


class Runner(ABC, Generic[R]):
    """Looks for runs that wait for a worker, or that a dead one left behind."""

    kind: ClassVar[str]

    def __init__(
        self, database: Database, *, everyone_sees_all: bool, ring: Callable[[], Awaitable[None]]
    ) -> None:
        self._database = database
        self._everyone_sees_all = everyone_sees_all
        self._ring = ring
        self._running: set[asyncio.Task[None]] = set()

    async def look(self) -> None:
        while len(self._running) < AT_ONCE and (run := await self._claim()):
            task = asyncio.create_task(self._carry_out(run), name=f"{self.kind} {run.id}")
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def close(self) -> None:
        """Breaks off; each run gives its lease back, and another worker goes on at once."""
        tasks = list(self._running)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @abstractmethod
    async def _claim(self) -> R | None:
        """Takes the lease of a run that is due."""

    @abstractmethod
    async def _perform(self, run: R) -> None:
        """Raises Failed where it cannot go on, and Lost where it need not."""

    @abstractmethod
    async def _fail(self, work: Work, run: R, error: str) -> None: ...

    @abstractmethod
    async def _release(self, work: Work, run: R) -> None:
        """So that another worker goes on at once, without waiting for the lease to run out."""

    def _batch(self, run: R) -> UUID:
        """What ties the entries of its log together."""
        return run.id

    def _work(self, run: R, actor: Actor | None) -> AbstractAsyncContextManager[Work]:
        return unit_of_work(self._database, actor, after_commit=self._ring, batch=self._batch(run))

    async def _carry_out(self, run: R) -> None:
        try:
            await self._perform_or_fail(run)
        except Lost:
            log.info("run_lost", kind=self.kind, id=str(run.id))
        except AWAY as error:  # the servers' trouble, not the run's: tried again soon
            log.warning("run_interrupted", kind=self.kind, id=str(run.id), error=repr(error))
            await asyncio.sleep(1)
        finally:
            await self._give_back(run)

    async def _perform_or_fail(self, run: R) -> None:
        try:
            await self._perform(run)
        except Lost:
            raise
        except Failed as failure:
            await self._end_failed(run, str(failure))
        except Exception as error:
            if isinstance(error, AWAY) and is_passing(error):
                raise
            log.exception("run_failed", kind=self.kind, id=str(run.id))
            await self._end_failed(run, f"Something went wrong here; it is logged under {run.id}")

    async def _end_failed(self, run: R, error: str) -> None:
        async with self._work(run, None) as work:
            await self._fail(work, run, error)

    async def _give_back(self, run: R) -> None:
        try:
            async with self._work(run, None) as work:
                await self._release(work, run)
        except AWAY as error:
            log.warning("run_not_released", kind=self.kind, id=str(run.id), error=repr(error))
