"""What can be done with an import: uploaded, started, and carried out under a lease."""

from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import delete, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core import changes
from backend.core.db import Database
from backend.core.refusals import Conflict, NotFound
from backend.core.runs import LEASE, Lost
from backend.core.schemas import view_of
from backend.core.work import Work
from backend.imports.desk import Batch
from backend.imports.mapping import check, suggest
from backend.imports.models import (
    Import,
    ImportEntity,
    ImportFile,
    ImportRejection,
    ImportState,
)
from backend.imports.parsing import Sheet
from backend.imports.schemas import ImportView, StartImport
from backend.notifications.models import NotificationType
from backend.notifications.service import notify

RUN = "imports.run"
PROGRESSED = "import.progressed"
OUTCOMES = ("created", "updated", "unchanged", "rejected")
FIELDS = ("state", "dry_run", *OUTCOMES, "error")


class Run(Struct, frozen=True):
    """One start of an import; ``started_at`` tells it from an earlier one of the same file."""

    id: UUID
    entity: ImportEntity
    delimiter: str
    encoding: str
    columns: list[str]
    settings: dict[str, object]
    started_by: UUID
    started_at: datetime
    processed: int


async def upload(
    work: Work, entity: ImportEntity, file_name: str, content: bytes, sheet: Sheet
) -> ImportView:
    record = Import(
        entity=entity,
        file_name=file_name,
        **msgspec.structs.asdict(sheet),
        suggested_mapping=suggest(entity, sheet.columns),
        created_by=work.actor.id,
    )
    work.session.add(record)
    await work.session.flush()
    work.session.add(ImportFile(import_id=record.id, content=content))
    await work.session.flush()
    await _record(work, record, "created", before=changes.NOTHING)
    return view(record)


async def start(work: Work, import_id: UUID, orders: StartImport) -> ImportView:
    """A finished one may be started again: its counters and rejections begin anew."""
    record = await _locked(work, import_id)
    if record.state.is_under_way:
        raise Conflict("This import is under way already")
    check(record.entity, record.columns, orders)
    await _require_file(work, record)
    before = changes.snapshot(record, FIELDS)
    await _begin_anew(work, record)
    record.state = ImportState.QUEUED
    record.settings = msgspec.to_builtins(orders)
    record.dry_run = orders.dry_run
    record.started_by = work.actor.id
    record.started_at = record.finished_at = record.error = None
    await work.session.flush()
    await _record(work, record, "started", before=before)
    await work.tell(RUN, {"id": str(record.id)})
    return view(record)


async def claim(database: Database) -> Run | None:
    """Takes the lease of an import that waits for a worker, or whose worker is gone."""
    due = (
        select(Import)
        .where(
            Import.state.in_([ImportState.QUEUED, ImportState.RUNNING]),
            or_(Import.lease_until.is_(None), Import.lease_until < func.now()),
        )
        .order_by(Import.created_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    async with database.sessions.begin() as session:
        record = (await session.execute(due)).scalar_one_or_none()
        return await _lease(Work(session, None), record) if record else None


async def hold(work: Work, run: Run, position: int) -> Import:
    """Exactly once a row: who is not where the counters are has lost the run. Raises Lost."""
    record = await _find(work.session, run)
    if record is None or record.processed != position:
        raise Lost
    return record


async def advance(work: Work, record: Import, batch: Batch, rows: int) -> None:
    """Counts a batch in the very transaction that writes it, and keeps the lease."""
    record.processed += rows
    for outcome in OUTCOMES:
        setattr(record, outcome, getattr(record, outcome) + batch.counts[outcome])
    record.lease_until = await work.now() + LEASE
    if batch.rejections:
        rejected = [{"import_id": record.id, **rejection} for rejection in batch.rejections]
        await work.session.execute(insert(ImportRejection), rejected)
    # One event for all its records: a live page reads again what it shows.
    await work.tell(PROGRESSED, {"kind": "import", "id": str(record.id)})


async def end(work: Work, record: Import, *, error: str | None = None) -> None:
    """``error`` is a sentence for whoever started it; without one all rows were seen to."""
    before = {**changes.snapshot(record, FIELDS), **dict.fromkeys(OUTCOMES, 0)}
    record.state = ImportState.FAILED if error else ImportState.DONE
    record.error = error
    record.lease_until = None
    record.finished_at = await work.now()
    await work.session.flush()
    await _record(work, record, "ended", before=before)
    if record.started_by is not None:
        payload = {"name": record.file_name, **changes.snapshot(record, FIELDS)}
        kind = NotificationType.IMPORT_ENDED
        await notify(work, record.started_by, kind, record.id, payload, by=None)


async def fail(work: Work, run: Run, error: str) -> None:
    record = await _find(work.session, run)
    if record is not None:
        await end(work, record, error=error)


async def release(work: Work, run: Run) -> None:
    """So that another worker goes on at once, without waiting for the lease to run out."""
    record = await _find(work.session, run)
    if record is not None:
        record.lease_until = None


def view(record: Import) -> ImportView:
    return view_of(ImportView, record, mapping=record.settings.get("mapping", {}))


async def _locked(work: Work, import_id: UUID) -> Import:
    found = await work.one(select(Import).where(Import.id == import_id).with_for_update())
    if found is None or not (work.actor.is_admin or found.created_by == work.actor.id):
        raise NotFound("There is no such import")
    return found


async def _find(session: AsyncSession, run: Run) -> Import | None:
    found = await session.execute(
        select(Import)
        .filter_by(id=run.id, started_at=run.started_at, state=ImportState.RUNNING)
        .with_for_update()
    )
    return found.scalar_one_or_none()


async def _require_file(work: Work, record: Import) -> None:
    if await work.one(select(ImportFile.import_id).filter_by(import_id=record.id)) is None:
        raise Conflict("The file was removed after 30 days; upload it again")


async def _begin_anew(work: Work, record: Import) -> None:
    for counter in ("processed", *OUTCOMES):
        setattr(record, counter, 0)
    await work.session.execute(delete(ImportRejection).filter_by(import_id=record.id))


async def _lease(work: Work, record: Import) -> Run:
    """What a dry run has seen so far is lost with its worker, so another one begins anew."""
    now = await work.now()
    if record.dry_run:
        await _begin_anew(work, record)
    record.state = ImportState.RUNNING
    record.started_at = record.started_at or now
    record.lease_until = now + LEASE
    return view_of(Run, record)


async def _record(
    work: Work, record: Import, action: changes.Action, *, before: changes.Snapshot
) -> None:
    after = changes.snapshot(record, FIELDS)
    names = {"name": record.file_name}
    await changes.record(work, "import", record.id, action, names=names, before=before, after=after)
