"""Takes an import back, batch by batch, by the change log that it wrote.

What it made goes to the trash, what it changed gets its old values back, and what someone has
changed since is left as it is and told.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, select

from backend.core import changes
from backend.core.changes import ActivityLog
from backend.core.refusals import Conflict
from backend.core.work import Work
from backend.imports import service
from backend.imports.models import Import, ImportLeftover, ImportState
from backend.imports.schemas import ImportView
from backend.undo.nets import Net, nets_of
from backend.undo.reversal import Outcome, put_back
from backend.undo.traces import Changed, Left

BATCH = 500  # records


async def undo(work: Work, import_id: UUID) -> ImportView:
    """One that failed half-way can be undone too, and an undo that failed goes on."""
    record = await service.locked(work, import_id)
    if record.state.is_under_way:
        raise Conflict("This import is under way; wait for its end")
    if record.state is ImportState.UNDONE:
        raise Conflict("This import was undone already")
    before = changes.snapshot(record, service.FIELDS)
    if record.undo_id is None:
        record.undo_total = await _count(work, record)
        if not record.undo_total:
            raise Conflict("This import has changed nothing")
        record.undo_id = await work.new_id()
    record.state = ImportState.UNDOING
    record.dry_run = False
    record.attempts = 0
    record.started_by, record.started_as = work.actor.id, work.actor.role
    record.started_at = record.finished_at = record.error = None
    await work.session.flush()
    await service.log(work, record, "started", before=before)
    await work.tell(service.RUN, {"id": str(record.id)})
    return service.view(record)


async def undo_some(work: Work, record: Import) -> bool:
    """The next records, in the very transaction that counts them; False where there are none."""
    nets = await _next(work, record)
    if not nets:
        return False
    outcome = await put_back(work, record.entity.kind, nets, undoes=record.id)
    _count_up(record, outcome)
    if outcome.left:
        left = [_leftover(record, each) for each in outcome.left]
        await work.session.execute(insert(ImportLeftover), left)
    record.undo_position = nets[-1].entity
    await service.progress(work, record)
    return True


def _count_up(record: Import, outcome: Outcome) -> None:
    trashed = sum(done.action == "deleted" for done in outcome.done)
    record.trashed += trashed
    record.reverted += len(outcome.done) - trashed
    record.left_alone += len(outcome.left)


def _leftover(record: Import, left: Left) -> dict[str, object]:
    refusal = left.refusal
    reason = refusal.detail
    if isinstance(refusal, Changed):
        reason = "; ".join(f"{error.pointer[1:]}: {error.detail}" for error in refusal.errors)
    name = left.net.names.get("name", "")
    return {
        "import_id": record.id,
        "record_id": left.net.entity,
        "name": name,
        "reason": reason,
    }


async def _count(work: Work, record: Import) -> int:
    counted = select(func.count(ActivityLog.entity_uuid.distinct())).where(*_its(record))
    return await work.one(counted) or 0


async def _next(work: Work, record: Import) -> Sequence[Net]:
    """In the order of their ids, so that records are locked as everywhere."""
    its = _its(record)
    records = select(ActivityLog.entity_uuid).where(*its).distinct()
    if record.undo_position is not None:
        records = records.where(ActivityLog.entity_uuid > record.undo_position)
    records = records.order_by(ActivityLog.entity_uuid).limit(BATCH)
    entries = select(ActivityLog).where(*its, ActivityLog.entity_uuid.in_(records))
    return nets_of(await work.every(entries))


def _its(record: Import) -> tuple[ColumnElement[bool], ...]:
    """What an import does is logged under its own id as the batch."""
    return (ActivityLog.batch_id == record.id, ActivityLog.entity_type == record.entity.kind)
