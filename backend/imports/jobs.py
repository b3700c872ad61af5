"""Carries imports out, batch by batch."""

from collections.abc import Awaitable, Callable
from itertools import islice
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import delete, func, select, text

from backend.accounts.acting import acting
from backend.core.actor import Actor
from backend.core.db import Database
from backend.core.runs import Failed, Runner
from backend.core.work import Work
from backend.imports import queries, service
from backend.imports.batches import Applier
from backend.imports.desk import Rules
from backend.imports.mapping import Reader, match_order
from backend.imports.models import Import, ImportFile, ImportState
from backend.imports.parsing import rows_of
from backend.imports.schemas import StartImport
from backend.imports.service import Run

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

    async def _perform(self, run: Run) -> None:
        actor, applier = await self._prepared(run)
        content = await queries.content(self._database, run.id)
        if content is None:
            raise Failed("The file was removed in the meantime; upload it again")
        position = run.processed
        rows = rows_of(content, delimiter=run.delimiter, encoding=run.encoding, skip=position)
        while batch := list(islice(rows, BATCH)):
            async with self._work(run, actor) as work:
                record = await service.hold(work, run, position)
                done = await applier.apply(work, batch)
                await service.advance(work, record, done, len(batch))
            position += len(batch)
        async with self._work(run, actor) as work:
            await service.end(work, await service.hold(work, run, position))

    async def _prepared(self, run: Run) -> tuple[Actor, Applier]:
        user, actor = await acting(
            self._database, run.started_by, run.id, everyone_sees_all=self._everyone_sees_all
        )
        orders = msgspec.convert(run.settings, StartImport)
        reader = Reader(run.entity, run.columns, orders, ZoneInfo(user.time_zone))
        rules = Rules(
            actor,
            match_order(run.entity, orders),
            orders.match_by is not None,
            self._default_currency,
        )
        return actor, Applier(run.entity, reader, rules, dry_run=orders.dry_run)


async def forget_files(database: Database) -> None:
    """Files that nobody will need again; what was imported from them, and what not, stays told."""
    old = select(Import.id).where(
        Import.updated_at < func.now() - text(f"interval '{KEPT_DAYS} days'"),
        Import.state.not_in([ImportState.QUEUED, ImportState.RUNNING]),
    )
    async with database.sessions.begin() as session:
        await session.execute(delete(ImportFile).where(ImportFile.import_id.in_(old)))
