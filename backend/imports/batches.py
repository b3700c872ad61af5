"""Applies a batch of rows in one transaction: what it changes, its log, its rejections."""

from collections.abc import Sequence

from backend.core import changes
from backend.core.refusals import Refusal
from backend.core.rows import Values, all_or_each, insert_rows, update_rows
from backend.core.work import Work
from backend.imports.client_desk import ClientDesk
from backend.imports.deal_desk import DealDesk
from backend.imports.desk import Batch, Desk, Rules
from backend.imports.mapping import Reader
from backend.imports.models import ImportEntity
from backend.imports.parsing import Row
from backend.imports.task_desk import TaskDesk
from backend.undo.kinds import CONFLICTS

DESKS: dict[ImportEntity, type[Desk]] = {
    ImportEntity.CLIENTS: ClientDesk,
    ImportEntity.DEALS: DealDesk,
    ImportEntity.TASKS: TaskDesk,
}


class Applier:
    """Reads rows, decides on them, and writes what they come to.

    A dry run does all of it too and takes it back, batch by batch, so that nobody waits for its
    locks. Its desk remembers what earlier batches would have written, so its numbers are those of
    the real run but for what other people change in between.
    """

    def __init__(
        self, entity: ImportEntity, reader: Reader, rules: Rules, *, dry_run: bool
    ) -> None:
        self._desk_of = DESKS[entity]
        self._reader = reader
        self._rules = rules
        self._dry_run = dry_run
        self._kept: Desk | None = None

    async def apply(self, work: Work, rows: Sequence[Row]) -> Batch:
        """What happened; the rejections are the caller's to store."""
        done = Batch()
        for part in await all_or_each(
            rows, lambda some: self._attempt(work, some), _rejected, CONFLICTS
        ):
            done.counts += part.counts
            done.rejections += part.rejections
        return done

    async def _attempt(self, work: Work, rows: Sequence[Row]) -> Batch:
        desk = self._kept or self._desk_of(self._rules)
        self._kept = None  # a failed attempt leaves a desk that nobody may trust
        async with work.session.begin_nested() as attempt:
            batch = await self._decide(work, desk, rows)
            await _write(work, desk, batch)
            if self._dry_run:
                await attempt.rollback()
        if self._dry_run:
            self._kept = desk
            for item in batch.new.values():
                item.birth = {}  # a hundred thousand of them would be 40 MB
        return batch

    async def _decide(self, work: Work, desk: Desk, rows: Sequence[Row]) -> Batch:
        batch = Batch()
        readable: list[tuple[Row, Values]] = []
        for row in rows:
            try:
                readable.append((row, self._reader.read(row.cells)))
            except Refusal as refusal:
                _reject(batch, row, refusal)
        await desk.gather(work, [values for _, values in readable])
        for row, values in readable:
            try:
                desk.decide(values, batch)
            except Refusal as refusal:
                _reject(batch, row, refusal)
        return batch


def _reject(batch: Batch, row: Row, refusal: Refusal) -> None:
    batch.counts["rejected"] += 1
    batch.rejections.append({"line": row.line, "reason": refusal.detail, "row": row.cells})


def _rejected(row: Row, refusal: Refusal) -> Batch:
    batch = Batch()
    _reject(batch, row, refusal)
    return batch


async def _write(work: Work, desk: Desk, batch: Batch) -> None:
    entries = [changes.entry(work, desk.kind, **entry) for entry in batch.entries]
    await insert_rows(work, desk.table, [item.row() for item in batch.new.values()])
    await update_rows(work, desk.table, [item.row() for item in batch.changed.values()])
    await insert_rows(work, "activity_log", entries)
