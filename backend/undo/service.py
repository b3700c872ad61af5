"""Takes entries of the change log back; the undo is an entry itself, so it can be undone too."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from backend.clients import bulk as clients
from backend.core import changes
from backend.core.bulk import Loaded, Plan
from backend.core.changes import ActivityLog
from backend.core.refusals import Conflict, Forbidden, Invalid, NotFound, Refusal
from backend.core.rows import Item, insert_rows
from backend.core.schemas import FieldError
from backend.core.work import Work
from backend.deals import bulk as deals
from backend.tasks import bulk as tasks
from backend.undo.kinds import KINDS
from backend.undo.merges import unmerge
from backend.undo.nets import nets_of
from backend.undo.reversal import Outcome, Reversed, put_back
from backend.undo.schemas import Undone, UndoneBatch
from backend.undo.traces import Left

BULK = {"client": clients.KIND, "deal": deals.KIND, "task": tasks.KIND}
NAMES = ("client_name", "deal_title")
NO_SUCH_BATCH = "There is no such batch"
MOST = 500  # records: what one bulk change may touch


async def undo_entry(work: Work, entry_id: UUID) -> Undone:
    """Raises Conflict, naming fields, people and times, where something has changed since."""
    entry = await work.one(select(ActivityLog).where(ActivityLog.id == entry_id))
    if entry is None:
        raise NotFound("There is no such entry")
    if entry.entity_type not in KINDS:
        if not work.actor.is_admin:
            raise NotFound("There is no such entry")
        raise Conflict("Only what was done to clients, deals and tasks can be undone")
    if entry.action == "merged":
        return await unmerge(work, entry)
    if entry.action == "unmerged":
        raise Conflict("Merge the two again instead")
    outcome = await put_back(work, entry.entity_type, nets_of([entry]), undoes=entry.id)
    if outcome.left:
        raise outcome.left[0].refusal
    (view,) = await _told(work, entry.entity_type, outcome)
    return view


async def undo_batch(work: Work, batch_id: UUID) -> UndoneBatch:
    """All of its records, or none. Raises Invalid for a batch that is not there to be seen."""
    entries = await _entries(work, batch_id)
    work.batch = await work.new_id()
    items: list[Undone] = []
    left: list[Left] = []
    for kind in KINDS:
        nets = nets_of(entry for entry in entries if entry.entity_type == kind)
        outcome = await put_back(work, kind, nets, undoes=batch_id) if nets else Outcome()
        left += outcome.left
        items += await _told(work, kind, outcome)
    if left:
        raise _refusal_of(left)
    if not items:
        raise Invalid.field("/batch_id", NO_SUCH_BATCH)
    return UndoneBatch(work.batch, items)


async def _entries(work: Work, batch_id: UUID) -> Sequence[ActivityLog]:
    of_batch = ActivityLog.batch_id == batch_id
    records = await work.one(
        select(func.count(ActivityLog.entity_uuid.distinct())).where(
            of_batch, ActivityLog.entity_type.in_(KINDS)
        )
    )
    of_import = select(func.count()).where(
        of_batch, ActivityLog.entity_type == "import", ActivityLog.entity_uuid == batch_id
    )
    imports = await work.one(of_import)
    if (records or 0) > MOST or imports:
        raise Conflict("This is an import's; undo it there")
    return (await work.every(select(ActivityLog).where(of_batch))).all()


async def _told(work: Work, kind: str, outcome: Outcome) -> list[Undone]:
    """The views of what was put back, and the news of it."""
    news = [
        changes.news(kind, UUID(done.item.id), done.action, *done.states, by=work.actor_id)
        for done in outcome.done
    ]
    await insert_rows(work, "outbox", news)
    telling = BULK[kind]
    await telling.tell(work, telling, [_plan_of(done) for done in outcome.done])
    work.has_news = work.has_news or bool(news)
    return [
        Undone(kind, UUID(done.item.id), done.action, done.payload["changes"], done.item.version)
        for done in outcome.done
    ]


def _plan_of(done: Reversed) -> Plan:
    """The undo as a bulk change would have had it: so it tells the same people the same."""
    names = {name: done.payload[name] for name in NAMES if name in done.payload}
    before = Item(done.item.id, done.before, done.item.version - 1)
    return Plan(Loaded(before, (), names), done.action, done.item.values)


def _refusal_of(left: Sequence[Left]) -> Refusal:
    """What one may not see at all comes before what one may not change."""
    refusals = [each.refusal for each in left]
    if any(isinstance(refusal, NotFound) for refusal in refusals):
        return Invalid.field("/batch_id", NO_SUCH_BATCH)
    for refusal in refusals:
        if isinstance(refusal, Forbidden):
            return refusal
    errors = [
        FieldError(f"/{each.net.entity}{error.pointer}", error.detail)
        for each in left
        for error in each.refusal.errors or [FieldError("", each.refusal.detail)]
    ]
    return Conflict("Some of the records cannot be put back, so none was", errors=errors)
