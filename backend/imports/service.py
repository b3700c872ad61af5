"""What can be done with an import: uploaded, started, and carried out under a lease."""

from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import delete, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.models import User
from backend.core import changes
from backend.core.actor import Role
from backend.core.db import Database
from backend.core.refusals import Conflict, NotFound
from backend.core.runs import LEASE, Lost
from backend.core.schemas import view_of
from backend.core.work import Work
from backend.imports.columns import understand
from backend.imports.desk import Batch
from backend.imports.mapping import check, suggest
from backend.imports.models import (
    UNDER_WAY,
    Import,
    ImportEntity,
    ImportFile,
    ImportRejection,
    ImportState,
)
from backend.imports.queries import FILE_IS_GONE
from backend.imports.remembering import recall, remember
from backend.imports.schemas import ImportView, StartImport
from backend.imports.sheets import Sheet
from backend.notifications.models import NotificationType
from backend.notifications.service import notify

RUN = "imports.run"
PROGRESSED = "import.progressed"
OUTCOMES = ("created", "updated", "unchanged", "rejected")
UNDO_OUTCOMES = ("trashed", "reverted", "left_alone")
FIELDS = ("state", "dry_run", *OUTCOMES, *UNDO_OUTCOMES, "error")
READING = ("state", "layout", "total_rows")
ATTEMPTS = 5
GIVEN_UP = (
    "It stopped its worker again and again after {done:,} rows; nothing beyond them was imported"
)


class Run(Struct, frozen=True):
    """One start of an import; ``started_at`` tells it from an earlier one of the same file."""

    id: UUID
    entity: ImportEntity
    state: ImportState
    layout: dict[str, object]
    detected: list[object]
    settings: dict[str, object]
    started_by: UUID
    started_as: Role | None
    started_at: datetime
    processed: int
    undo_id: UUID | None


async def upload(work: Work, entity: ImportEntity, file_name: str, sheet: Sheet) -> ImportView:
    record = Import(entity=entity, file_name=file_name, created_by=work.actor.id)
    await _describe(work, record, sheet)
    work.session.add(record)
    await work.session.flush()
    work.session.add(ImportFile(import_id=record.id, content=sheet.content))
    await work.session.flush()
    await log(work, record, "created", before=changes.NOTHING)
    return view(record)


async def reread(work: Work, import_id: UUID, sheet: Sheet) -> ImportView:
    """Until it is carried out, a file is read in another way; what was tried is forgotten."""
    record = await locked(work, import_id)
    tried = record.dry_run and record.finished_at is not None
    if record.state is not ImportState.UPLOADED and not tried:
        raise Conflict("This import was started; upload the file again")
    before = changes.snapshot(record, READING)
    await _begin_anew(work, record)
    await _describe(work, record, sheet)
    record.state, record.settings, record.dry_run = ImportState.UPLOADED, {}, False
    record.started_at = record.finished_at = record.error = None
    await work.session.flush()
    after, names = changes.snapshot(record, READING), {"name": record.file_name}
    whose = changes.snapshot(record, ("created_by",))
    await changes.record(
        work, "import", record.id, "updated", names=names, before=before, after=after, whose=whose
    )
    return view(record)


async def _describe(work: Work, record: Import, sheet: Sheet) -> None:
    """What is in the file, and what its owner probably wants of it."""
    maker = select(User.locale).where(User.id == record.created_by)
    locale = await work.one(maker) or "en"
    found = zip(sheet.columns, sheet.tallies, sheet.values, strict=True)
    detected = [
        understand(name, tally, locale, typed_numbers=place in sheet.typed, values=values)
        for place, (name, tally, values) in enumerate(found)
    ]
    remembered = await recall(work, record.entity, sheet.columns)
    suggested = (remembered or {}).get("mapping") or suggest(record.entity, sheet.columns)
    record.layout = msgspec.to_builtins(sheet.layout)
    record.columns, record.sample = sheet.columns, sheet.sample
    record.detected = msgspec.to_builtins(detected)
    record.total_rows = sheet.total_rows
    record.suggested_mapping, record.remembered = suggested, remembered


async def start(work: Work, import_id: UUID, orders: StartImport) -> ImportView:
    """A finished one may be started again: its counters and rejections begin anew."""
    record = await locked(work, import_id)
    if record.state.is_under_way:
        raise Conflict("This import is under way already")
    if record.undo_id is not None:
        raise Conflict("This import was undone; upload the file again")
    check(record.entity, record.columns, orders)
    await _require_file(work, record)
    before = changes.snapshot(record, FIELDS)
    await _begin_anew(work, record)
    record.state = ImportState.QUEUED
    record.settings = msgspec.to_builtins(orders)
    record.dry_run = orders.dry_run
    record.started_by, record.started_as = work.actor.id, work.actor.role
    record.started_at = record.finished_at = record.error = None
    if not orders.dry_run:
        await remember(work, record.entity, record.columns, orders)
    await work.session.flush()
    await log(work, record, "started", before=before)
    await work.tell(RUN, {"id": str(record.id)})
    return view(record)


async def claim(database: Database) -> Run | None:
    """Takes the lease of an import that waits for a worker, or whose worker is gone.

    One that several workers took and none came back from is given up: it is what kills them.
    """
    due = (
        select(Import)
        .where(
            Import.state.in_(UNDER_WAY),
            or_(Import.lease_until.is_(None), Import.lease_until < func.now()),
        )
        .order_by(Import.created_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    while True:
        async with database.sessions.begin() as session:
            work = Work(session, None)
            record = await work.one(due)
            if record is None:
                return None
            if record.attempts < ATTEMPTS:
                return await _lease(work, record)
            await end(work, record, error=GIVEN_UP.format(done=record.processed))


async def hold(work: Work, run: Run, position: int) -> Import:
    """Exactly once a row: who is not where the counters are has lost the run. Raises Lost."""
    record = await held(work, run)
    if record.processed != position:
        raise Lost
    return record


async def held(work: Work, run: Run) -> Import:
    """The run's import, locked. Raises Lost where it is no longer this run's."""
    record = await _find(work.session, run)
    if record is None:
        raise Lost
    return record


async def advance(work: Work, record: Import, batch: Batch, rows: int) -> None:
    """Counts a batch in the very transaction that writes it, and keeps the lease."""
    record.processed += rows
    for outcome in OUTCOMES:
        setattr(record, outcome, getattr(record, outcome) + batch.counts[outcome])
    if batch.rejections:
        rejected = [{"import_id": record.id, **rejection} for rejection in batch.rejections]
        await work.session.execute(insert(ImportRejection), rejected)
    await progress(work, record)


async def progress(work: Work, record: Import) -> None:
    """Keeps the lease, and tells of all records by one event: a live page reads them again."""
    record.lease_until = await work.now() + LEASE
    if not record.dry_run:  # its progress is lost with its worker, so it proves nothing
        record.attempts = 0
    owners = [str(record.created_by)]
    await work.tell(PROGRESSED, {"kind": "import", "id": str(record.id), "owners": owners})


async def end(work: Work, record: Import, *, error: str | None = None) -> None:
    """``error`` is a sentence for whoever started it; without one all rows were seen to."""
    counters = OUTCOMES if record.undo_id is None else UNDO_OUTCOMES
    before = {**changes.snapshot(record, FIELDS), **dict.fromkeys(counters, 0)}
    done = ImportState.DONE if record.undo_id is None else ImportState.UNDONE
    record.state = ImportState.FAILED if error else done
    record.error = error
    record.lease_until = None
    record.finished_at = await work.now()
    await work.session.flush()
    await log(work, record, "ended", before=before)
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
        record.attempts = 0


def view(record: Import) -> ImportView:
    mapping, orders = record.settings.get("mapping", {}), record.settings or None
    return view_of(ImportView, record, mapping=mapping, orders=orders)


async def locked(work: Work, import_id: UUID) -> Import:
    found = await work.one(select(Import).where(Import.id == import_id).with_for_update())
    if found is None or not (work.actor.is_admin or found.created_by == work.actor.id):
        raise NotFound("There is no such import")
    return found


async def _find(session: AsyncSession, run: Run) -> Import | None:
    found = await session.execute(
        select(Import)
        .filter_by(id=run.id, started_at=run.started_at, state=run.state)
        .with_for_update()
    )
    return found.scalar_one_or_none()


async def _require_file(work: Work, record: Import) -> None:
    if await work.one(select(ImportFile.import_id).filter_by(import_id=record.id)) is None:
        raise Conflict(FILE_IS_GONE)


async def _begin_anew(work: Work, record: Import) -> None:
    for counter in ("processed", "attempts", *OUTCOMES):
        setattr(record, counter, 0)
    await work.session.execute(delete(ImportRejection).filter_by(import_id=record.id))


async def _lease(work: Work, record: Import) -> Run:
    """What a dry run has seen so far is lost with its worker, so another one begins anew."""
    now = await work.now()
    attempts = record.attempts + 1
    if record.state is not ImportState.UNDOING:
        if record.dry_run:
            await _begin_anew(work, record)
        record.state = ImportState.RUNNING
    record.attempts = attempts
    record.started_at = record.started_at or now
    record.lease_until = now + LEASE
    return view_of(Run, record)


async def log(
    work: Work, record: Import, action: changes.Action, *, before: changes.Snapshot
) -> None:
    after = changes.snapshot(record, FIELDS)
    names = {"name": record.file_name}
    await changes.record(
        work,
        "import",
        record.id,
        action,
        names=names,
        before=before,
        after=after,
        whose=changes.snapshot(record, ("created_by",)),
    )
