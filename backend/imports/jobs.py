"""Carries imports out, batch by batch, under a lease in the database's time."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from itertools import islice
from zoneinfo import ZoneInfo

import msgspec
import structlog
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from backend.accounts.models import User
from backend.core.actor import Actor, Role
from backend.core.db import Database
from backend.core.http import unit_of_work
from backend.core.problems import is_passing
from backend.core.work import Work
from backend.imports import queries, service, undoing
from backend.imports.batches import Applier
from backend.imports.columns import Column
from backend.imports.desk import Rules
from backend.imports.mapping import Reader, match_order
from backend.imports.models import UNDER_WAY, Import, ImportFile
from backend.imports.schemas import Layout, StartImport
from backend.imports.service import Lost, Run
from backend.imports.sheets import rows_of

log = structlog.get_logger()
BATCH = 500
AT_ONCE = 2  # imports of one worker; their batches share the loop with the relay
KEPT_DAYS = 30
AWAY = (DBAPIError, PoolTimeout, OSError, TimeoutError)


class Failed(Exception):
    """The import cannot go on; the message is for whoever started it."""


class Importer:
    """Looks for imports that wait for a worker, or that a dead one left behind."""

    def __init__(
        self,
        database: Database,
        *,
        everyone_sees_all: bool,
        default_currency: str,
        ring: Callable[[], Awaitable[None]],
    ) -> None:
        self._database = database
        self._everyone_sees_all = everyone_sees_all
        self._default_currency = default_currency
        self._ring = ring
        self._running: set[asyncio.Task[None]] = set()

    async def look(self) -> None:
        while len(self._running) < AT_ONCE and (run := await service.claim(self._database)):
            task = asyncio.create_task(self._carry_out(run), name=f"import {run.id}")
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def close(self) -> None:
        """Breaks off; each run gives its lease back, and another worker goes on at once."""
        tasks = list(self._running)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _carry_out(self, run: Run) -> None:
        try:
            await self._apply_or_fail(run)
        except Lost:
            log.info("import_lost", id=str(run.id))
        except AWAY as error:  # the database's trouble, not the file's: tried again soon
            log.warning("import_interrupted", id=str(run.id), error=repr(error))
            await asyncio.sleep(1)
        finally:
            await self._release(run)

    async def _apply_or_fail(self, run: Run) -> None:
        try:
            await (self._undo_all(run) if run.undo_id else self._apply_all(run))
        except Lost:
            raise
        except Failed as failure:
            await self._fail(run, str(failure))
        except Exception as error:
            if isinstance(error, AWAY) and is_passing(error):
                raise
            log.exception("import_failed", id=str(run.id))
            await self._fail(run, f"Something went wrong here; it is logged under {run.id}")

    async def _apply_all(self, run: Run) -> None:
        actor, applier = await self._prepared(run)
        content = await queries.content(self._database, run.id)
        if content is None:
            raise Failed("The file was removed in the meantime; upload it again")
        position = run.processed
        rows = rows_of(content, msgspec.convert(run.layout, Layout), skip=position)
        while batch := list(islice(rows, BATCH)):
            async with self._work(run, actor) as work:
                record = await service.hold(work, run, position)
                done = await applier.apply(work, batch)
                await service.advance(work, record, done, len(batch))
            position += len(batch)
        async with self._work(run, actor) as work:
            await service.end(work, await service.hold(work, run, position))

    async def _undo_all(self, run: Run) -> None:
        actor, _ = await self._starter(run)
        more = True
        while more:
            async with self._work(run, actor) as work:
                record = await service.held(work, run)
                more = await undoing.undo_some(work, record)
                if not more:
                    await service.end(work, record)

    async def _prepared(self, run: Run) -> tuple[Actor, Applier]:
        actor, user = await self._starter(run)
        orders = msgspec.convert(run.settings, StartImport)
        columns = msgspec.convert(run.detected, list[Column])
        reader = Reader(run.entity, columns, orders, ZoneInfo(user.time_zone))
        rules = Rules(
            actor,
            match_order(run.entity, orders),
            orders.match_by is not None,
            self._default_currency,
        )
        return actor, Applier(run.entity, reader, rules, dry_run=orders.dry_run)

    async def _starter(self, run: Run) -> tuple[Actor, User]:
        """Acts as whoever started it may act now. Raises Failed where they may no longer."""
        async with self._database.sessions() as session:
            user = await session.get(User, run.started_by)
        if user is None or not user.is_active:
            raise Failed("Whoever started this import may not sign in any more")
        sees_all = self._everyone_sees_all or user.role is Role.ADMIN
        return Actor(user.id, user.role, run.id, sees_all), user

    def _work(self, run: Run, actor: Actor | None) -> AbstractAsyncContextManager[Work]:
        return unit_of_work(
            self._database, actor, after_commit=self._ring, batch=run.undo_id or run.id
        )

    async def _fail(self, run: Run, error: str) -> None:
        async with self._work(run, None) as work:
            await service.fail(work, run, error)

    async def _release(self, run: Run) -> None:
        try:
            async with self._work(run, None) as work:
                await service.release(work, run)
        except AWAY as error:
            log.warning("import_not_released", id=str(run.id), error=repr(error))


async def forget_files(database: Database) -> None:
    """Files that nobody will need again; what was imported from them, and what not, stays told."""
    old = select(Import.id).where(
        Import.updated_at < func.now() - text(f"interval '{KEPT_DAYS} days'"),
        Import.state.not_in(UNDER_WAY),
    )
    async with database.sessions.begin() as session:
        await session.execute(delete(ImportFile).where(ImportFile.import_id.in_(old)))
