"""Carries exports out: rows into a file on the disk, and the file into the storage."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import structlog
from msgspec import Struct

from backend.accounts.acting import acting
from backend.core.db import Database
from backend.core.http import unit_of_work
from backend.core.refusals import Busy
from backend.core.runs import AWAY, Failed, Runner
from backend.core.storage import Label, Storage, new_key
from backend.core.tidying import sweep
from backend.core.work import Work
from backend.exports import service
from backend.exports.columns import cells_by, columns_of
from backend.exports.models import Export, ExportFormat
from backend.exports.service import Run
from backend.exports.sources import Source, filters_of, portions, source
from backend.exports.tables import CONTENT_TYPES, CsvTable, Table, XlsxTable

log = structlog.get_logger()
EXPORTS = "exports"  # where the storage keeps their files
BEAT = 2.0  # seconds between two words of progress
LOST_AFTER = timedelta(hours=24)


class Progress(Struct):
    processed: int = 0
    total: int | None = None


class Exporter(Runner[Run]):
    kind = "export"

    def __init__(
        self,
        database: Database,
        storage: Storage,
        *,
        everyone_sees_all: bool,
        ring: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(database, everyone_sees_all=everyone_sees_all, ring=ring)
        self._storage = storage

    async def _claim(self) -> Run | None:
        return await service.claim(self._database)

    async def _perform(self, run: Run) -> None:
        user, actor = await acting(
            self._database,
            run.created_by,
            run.id,
            asked_as=run.created_as,
            everyone_sees_all=self._everyone_sees_all,
        )
        rows = source(run.entity, actor, filters_of(run.entity, run.filters))
        with TemporaryDirectory(prefix="foyer-export-") as folder:
            path = Path(folder) / "export"
            async with self._alive(run) as progress:
                await self._write(run, rows, path, ZoneInfo(user.time_zone), progress)
                key = await self._store(run, path)
            size = path.stat().st_size
        async with self._work(run, actor) as work:
            await service.end(work, run, key=key, size=size, rows=progress.processed)

    async def _write(
        self, run: Run, rows: Source, path: Path, zone: ZoneInfo, progress: Progress
    ) -> None:
        columns = columns_of(run.entity, run.columns)
        cells = cells_by(run.entity, columns)
        header = [column.header for column in columns]
        table = await asyncio.to_thread(_table, run.format, path, header, zone)
        try:
            async with aclosing(portions(self._database, rows)) as found:
                async for portion in found:
                    await asyncio.to_thread(table.add, map(cells, portion))
                    progress.processed += len(portion)
                    progress.total = rows.total_of(portion[0])
        finally:
            await asyncio.to_thread(table.close)

    async def _store(self, run: Run, path: Path) -> str:
        key = new_key(EXPORTS)
        try:
            await self._storage.write(key, path, Label(run.file_name, CONTENT_TYPES[run.format]))
        except Busy as error:  # writing it all again each second would help nobody
            raise Failed(error.detail) from error
        return key

    @asynccontextmanager
    async def _alive(self, run: Run) -> AsyncGenerator[Progress]:
        """Keeps the lease meanwhile, also while a long file is being closed or sent away."""
        progress = Progress()
        beating = asyncio.create_task(self._beat(run, progress))
        try:
            yield progress
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)

    async def _beat(self, run: Run, progress: Progress) -> None:
        """Ends when the run is lost; ``service.end`` says so once more."""
        while True:
            await asyncio.sleep(BEAT)
            try:
                async with self._work(run, None) as work:
                    await service.advance(
                        work, run, processed=progress.processed, total=progress.total
                    )
            except AWAY as error:
                log.warning("export_beat_missed", id=str(run.id), error=repr(error))

    async def _fail(self, work: Work, run: Run, error: str) -> None:
        await service.fail(work, run, error)

    async def _release(self, work: Work, run: Run) -> None:
        await service.release(work, run)


async def forget_exports(
    database: Database, storage: Storage, *, ring: Callable[[], Awaitable[None]]
) -> int:
    """Files older than a week, and those that a worker left behind when it lost its run."""
    gone, total = 1, 0
    while gone:
        async with unit_of_work(database, None, after_commit=ring) as work:
            gone = await service.expire(work)
        total += gone
    return total + await sweep(database, storage, EXPORTS, Export.key, age=LOST_AFTER)


def _table(form: ExportFormat, path: Path, header: list[str], zone: ZoneInfo) -> Table:
    if form is ExportFormat.XLSX:
        return XlsxTable(path, header, zone)
    return CsvTable(path, header)
