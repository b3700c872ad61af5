"""Periodic work: each chore under its own name, by one worker at a time, with a row to show for it.

What is due, and who is at it, is in PostgreSQL and by its clock: any number of workers share the
chores, a restart repeats none, and one that fails keeps no other from being done.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable

import structlog
from msgspec import Struct
from sqlalchemy import TextClause, text

from backend.core.db import Database
from backend.core.leases import LEASE_SECONDS, renewed
from backend.core.logs import following
from backend.core.rounds import Rounds
from backend.core.traces import span
from backend.system.service import LONGEST_ERROR

log = structlog.get_logger()
LOOK_EVERY = 5.0
AT_ONCE = 2  # chores of one worker; they share its loop and its connections with all else
LONGEST_PAUSE = 300  # seconds until one that failed is tried again, or sooner if it is due sooner

ENROL = text("""
    INSERT INTO job_runs (name, every_seconds, next_at) VALUES (:name, :every, now())
    ON CONFLICT (name) DO UPDATE SET every_seconds = excluded.every_seconds,
        next_at = least(coalesce(job_runs.next_at, now()),
                        now() + make_interval(secs => excluded.every_seconds))
""")
TAKE = text("""
    UPDATE job_runs SET lease_until = now() + make_interval(secs => :lease), last_run_at = now(),
        runs = runs + 1
    WHERE name IN (
        SELECT name FROM job_runs
        WHERE name = ANY(:names) AND next_at <= now()
            AND (lease_until IS NULL OR lease_until < now())
        ORDER BY next_at, name LIMIT :room FOR UPDATE SKIP LOCKED
    )
    RETURNING name, runs
""").bindparams(lease=LEASE_SECONDS)
# A lease that was lost is another's: each counts a run, so the number tells them apart.
RENEW = text("""
    UPDATE job_runs SET lease_until = now() + make_interval(secs => :lease)
    WHERE name = :name AND runs = :run
""").bindparams(lease=LEASE_SECONDS)
GIVE_BACK = text("UPDATE job_runs SET lease_until = NULL WHERE name = :name AND runs = :run")
DONE = text("""
    UPDATE job_runs SET lease_until = NULL, last_success_at = now(), duration_ms = :duration,
        handled = :handled, next_at = now() + make_interval(secs => every_seconds)
    WHERE name = :name AND runs = :run
""")
FAILED = text("""
    UPDATE job_runs SET lease_until = NULL, last_failure_at = now(), last_error = :error,
        failures = failures + 1,
        next_at = now() + make_interval(secs => least(every_seconds, :longest))
    WHERE name = :name AND runs = :run
""").bindparams(longest=LONGEST_PAUSE)


class Chore(Struct, frozen=True):
    """``work`` answers how many things it dealt with, and may be broken off anywhere.

    ``every`` and ``timeout`` are in seconds.
    """

    name: str
    every: float
    work: Callable[[], Awaitable[int]]
    timeout: float = 900


class Chores:
    def __init__(self, database: Database, chores: Iterable[Chore]) -> None:
        self._database = database
        self._chores = {chore.name: chore for chore in chores}
        self._enrolled = False
        self._running: set[asyncio.Task[None]] = set()
        self.rounds = Rounds("chores", self.look, every=LOOK_EVERY)

    async def look(self) -> None:
        """Begins what is due and nobody is at."""
        if not self._enrolled:
            await self._enrol()
        room = AT_ONCE - len(self._running)
        if room <= 0:
            return
        for name, run in await self._take(room):
            task = asyncio.create_task(self._do(self._chores[name], run), name=f"chore {name}")
            self._running.add(task)
            task.add_done_callback(self._over)

    async def finish(self) -> None:
        """Until what is under way is over."""
        await asyncio.gather(*self._running)

    async def close(self) -> None:
        """Breaks off; another worker begins anew at once."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _over(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self.rounds.ring()

    async def _enrol(self) -> None:
        """A chore has its row before it has ever run, so one that never does is seen."""
        rows = [{"name": each.name, "every": each.every} for each in self._chores.values()]
        async with self._database.sessions.begin() as session:
            await session.execute(ENROL, sorted(rows, key=lambda row: str(row["name"])))
        self._enrolled = True

    async def _take(self, room: int) -> list[tuple[str, int]]:
        values = {"names": list(self._chores), "room": room}
        async with self._database.sessions.begin() as session:
            return [(name, run) for name, run in await session.execute(TAKE, values)]

    async def _do(self, chore: Chore, run: int) -> None:
        began = time.monotonic()
        try:
            async with (
                renewed(lambda: self._note(RENEW, chore, run)),
                asyncio.timeout(chore.timeout),
            ):
                with following(None, None), span(f"job {chore.name}", "internal", {}):
                    handled = await chore.work()
            took = round((time.monotonic() - began) * 1000)
            await self._note(DONE, chore, run, duration=took, handled=handled)
        except asyncio.CancelledError:
            await self._note(GIVE_BACK, chore, run)
            raise
        except Exception as error:
            await self._failed(chore, run, error)

    async def _failed(self, chore: Chore, run: int, error: Exception) -> None:
        """Where that cannot be written either, the lease runs out and it is done again."""
        log.warning("chore_failed", chore=chore.name, error=repr(error))
        try:
            await self._note(FAILED, chore, run, error=repr(error)[:LONGEST_ERROR])
        except Exception as also:
            log.warning("chore_not_noted", chore=chore.name, error=repr(also))

    async def _note(self, statement: TextClause, chore: Chore, run: int, **values: object) -> None:
        async with self._database.sessions.begin() as session:
            await session.execute(statement, {"name": chore.name, "run": run, **values})
