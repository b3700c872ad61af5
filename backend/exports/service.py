"""What can be done with an export: asked for, carried out under a lease, and expired."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import func, or_, select

from backend.core import changes
from backend.core.actor import Role
from backend.core.db import Database
from backend.core.refusals import Conflict
from backend.core.runs import LEASE, Lost
from backend.core.schemas import view_of
from backend.core.work import Work
from backend.exports.columns import columns_of
from backend.exports.models import Export, ExportEntity, ExportFormat, ExportState
from backend.exports.schemas import ExportView, NewExport
from backend.exports.sources import filters_of
from backend.files.service import DISCARD

RUN = "exports.run"
PROGRESSED = "export.progressed"
KEPT = timedelta(days=7)
MOST = 20  # of one person at a time
WAITING = (ExportState.QUEUED, ExportState.RUNNING)
FIELDS = ("entity", "format", "state", "filters", "columns", "total_rows", "error")


class Run(Struct, frozen=True):
    """One start of an export; ``started_at`` tells it from an earlier one."""

    id: UUID
    entity: ExportEntity
    format: ExportFormat
    file_name: str
    filters: dict[str, Any]
    columns: list[str]
    created_by: UUID
    created_as: Role | None
    started_at: datetime


async def ask(work: Work, data: NewExport) -> ExportView:
    filters = filters_of(data.entity, data.filters)
    columns = columns_of(data.entity, data.columns)
    await _refuse_too_many(work)
    day = (await work.now()).date()
    record = Export(
        entity=data.entity,
        format=data.format,
        file_name=f"{data.entity}-{day}.{data.format}",
        filters=_given(filters),
        columns=[column.name for column in columns],
        created_by=work.actor.id,
        created_as=work.actor.role,
    )
    work.session.add(record)
    await work.session.flush()
    await _record(work, record, "created", before=changes.NOTHING)
    await work.tell(RUN, {"id": str(record.id)})
    return view(record)


async def claim(database: Database) -> Run | None:
    """Takes the lease of an export that waits, or whose worker is gone; it begins anew."""
    due = (
        select(Export)
        .where(
            Export.state.in_(WAITING),
            or_(Export.lease_until.is_(None), Export.lease_until < func.now()),
        )
        .order_by(Export.created_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    async with database.sessions.begin() as session:
        record = (await session.execute(due)).scalar_one_or_none()
        if record is None:
            return None
        now = await Work(session, None).now()
        record.state, record.started_at = ExportState.RUNNING, now
        record.processed, record.total_rows = 0, None
        record.lease_until = now + LEASE
        return view_of(Run, record)


async def advance(work: Work, run: Run, *, processed: int, total: int | None) -> None:
    """Tells how far it is, and keeps the lease. Raises Lost."""
    record = await _held(work, run)
    record.processed, record.total_rows = processed, total
    record.lease_until = await work.now() + LEASE
    await work.tell(PROGRESSED, {"kind": "export", "id": str(record.id)})


async def end(work: Work, run: Run, *, key: str, size: int, rows: int) -> None:
    """Raises Lost, and then the file at ``key`` is nobody's."""
    record = await _held(work, run)
    before = {**changes.snapshot(record, FIELDS), "total_rows": None}
    record.key, record.size, record.state = key, size, ExportState.DONE
    record.processed = record.total_rows = rows
    now = await _finish(work, record)
    record.expires_at = now + KEPT
    await work.session.flush()
    await _record(work, record, "ended", before=before)


async def fail(work: Work, run: Run, error: str) -> None:
    """``error`` is a sentence for whoever asked for it."""
    record = await _held(work, run)
    before = changes.snapshot(record, FIELDS)
    record.state, record.error = ExportState.FAILED, error
    await _finish(work, record)
    await work.session.flush()
    await _record(work, record, "ended", before=before)


async def release(work: Work, run: Run) -> None:
    record = await _find(work, run)
    if record is not None:
        record.lease_until = None


async def expire(work: Work) -> int:
    """Lets go of files whose time is over, a few at a time; says of how many."""
    due = (
        select(Export)
        .where(Export.state == ExportState.DONE, Export.expires_at < func.now())
        .limit(100)
        .with_for_update(skip_locked=True)
    )
    records = list(await work.every(due))
    for record in records:
        await work.tell(DISCARD, {"key": record.key})
        record.key, record.state = None, ExportState.EXPIRED
    return len(records)


def view(record: Export) -> ExportView:
    return view_of(ExportView, record)


async def _held(work: Work, run: Run) -> Export:
    record = await _find(work, run)
    if record is None:
        raise Lost
    return record


async def _find(work: Work, run: Run) -> Export | None:
    state = ExportState.RUNNING
    mine = select(Export).filter_by(id=run.id, started_at=run.started_at, state=state)
    return await work.one(mine.with_for_update())


async def _finish(work: Work, record: Export) -> datetime:
    now = await work.now()
    record.lease_until, record.finished_at = None, now
    return now


async def _refuse_too_many(work: Work) -> None:
    mine = select(func.count()).where(Export.created_by == work.actor.id, Export.state.in_(WAITING))
    if (await work.one(mine) or 0) >= MOST:
        raise Conflict(f"{MOST} of your exports are under way; wait for one of them")


def _given(filters: Struct) -> dict[str, Any]:
    """What was asked for, as JSON, without what was left at its default."""
    said = msgspec.to_builtins(filters)
    defaults = {f.encode_name: f.default for f in msgspec.structs.fields(filters)}
    return {name: value for name, value in said.items() if value != defaults[name]}


async def _record(
    work: Work, record: Export, action: changes.Action, *, before: changes.Snapshot
) -> None:
    after = changes.snapshot(record, FIELDS)
    names = {"name": record.file_name}
    whose = changes.snapshot(record, ("created_by",))
    await changes.record(
        work, "export", record.id, action, names=names, before=before, after=after, whose=whose
    )
