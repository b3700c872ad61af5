"""Carries imports out, batch by batch."""

from collections.abc import Awaitable, Callable
from itertools import islice
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import delete, func, select, text

from backend.accounts.acting import acting
from backend.accounts.models import User
from backend.core.actor import Actor
from backend.core.db import Database
from backend.core.runs import Failed, Runner
from backend.core.work import Work
from backend.imports import queries, service, undoing
from backend.imports.batches import Applier
from backend.imports.columns import Column
from backend.imports.desk import Rules
from backend.imports.mapping import Reader, match_order
from backend.imports.models import UNDER_WAY, Import, ImportFile
from backend.imports.schemas import Layout, StartImport
from backend.imports.service import Run
from backend.imports.sheets import rows_of

BATCH = 500
KEPT_DAYS = 30


class Importer(Runner[Run]):
    kind = "import"

    def __init__(
        self,
        database: Database,
        *,
        everyone_sees_all: bool,
        default_currency: str,
        ring: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(database, everyone_sees_all=everyone_sees_all, ring=ring)
        self._default_currency = default_currency

    async def _claim(self) -> Run | None:
        return await service.claim(self._database)

    async def _fail(self, work: Work, run: Run, error: str) -> None:
        await service.fail(work, run, error)

    async def _release(self, work: Work, run: Run) -> None:
        await service.release(work, run)

    def _batch(self, run: Run) -> UUID:
        return run.undo_id or run.id

    async def _perform(self, run: Run) -> None:
        await (self._undo_all(run) if run.undo_id else self._apply_all(run))

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
        _, actor = await self._starter(run)
        more = True
        while more:
            async with self._work(run, actor) as work:
                record = await service.held(work, run)
                more = await undoing.undo_some(work, record)
                if not more:
                    await service.end(work, record)

    async def _prepared(self, run: Run) -> tuple[Actor, Applier]:
        user, actor = await self._starter(run)
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

    async def _starter(self, run: Run) -> tuple[User, Actor]:
        return await acting(
            self._database,
            run.started_by,
            run.id,
            asked_as=run.started_as,
            everyone_sees_all=self._everyone_sees_all,
        )


async def forget_files(database: Database) -> int:
    """Files that nobody will need again; what was imported from them, and what not, stays told."""
    old = select(Import.id).where(
        Import.updated_at < func.now() - text(f"interval '{KEPT_DAYS} days'"),
        Import.state.not_in(UNDER_WAY),
    )
    files = delete(ImportFile).where(ImportFile.import_id.in_(old))
    async with database.sessions.begin() as session:
        return len((await session.execute(files.returning(ImportFile.import_id))).all())
