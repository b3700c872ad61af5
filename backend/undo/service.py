"""Takes entries of the change log back; the undo is an entry itself, so it can be undone too."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from backend.clients import bulk as clients
from backend.core import changes
from backend.core.bulk import Loaded, Plan
from backend.core.changes import ActivityLog
from backend.core.portions import FIRST, PORTION, Place, Places
from backend.core.refusals import Conflict, Forbidden, Invalid, NotFound, Refusal
from backend.core.rows import Item, insert_rows
from backend.core.schemas import FieldError
from backend.core.work import Work
from backend.deals import bulk as deals
from backend.tasks import bulk as tasks
from backend.undo.kinds import KINDS
from backend.undo.merges import unmerge
from backend.undo.nets import Net, nets_of
from backend.undo.reversal import Outcome, Reversed, put_back
from backend.undo.schemas import LeftAlone, UndoBatch, Undone, UndoneBatch
from backend.undo.traces import Left

BULK = {"client": clients.KIND, "deal": deals.KIND, "task": tasks.KIND}
NAMES = ("client_name", "deal_title")
NO_SUCH_BATCH = "There is no such batch"


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


async def undo_batch(work: Work, asked: UndoBatch, places: Places) -> UndoneBatch:
    """Raises Invalid for a batch that is not there to be seen."""
    place = places.take(asked.cursor, work.actor.id) if asked.cursor else None
    records = await _records(work, asked, place)
    work.batch = place.batch if place else await work.new_id()
    items: list[Undone] = []
    left: list[Left] = []
    told: list[LeftAlone] = []
    for kind, nets in await _nets(work, asked.batch_id, records[:PORTION]):
        outcome = await put_back(work, kind, nets, undoes=asked.batch_id)
        left += outcome.left
        told += [_alone(kind, each) for each in outcome.left if _is_seen(each)]
        items += await _told(work, kind, outcome)
    if left and asked.atomic:
        raise _refusal_of(left)
    if not (items or told or place):
        raise Invalid.field("/batch_id", NO_SUCH_BATCH)
    rest = Place(work.batch, records[PORTION - 1]) if len(records) > PORTION else None
    cursor = places.give(rest, work.actor.id) if rest else None
    return UndoneBatch(work.batch, items, told, cursor)


async def _records(work: Work, asked: UndoBatch, place: Place | None) -> Sequence[UUID]:
    """The next ones of the batch in the order of their ids, and one more where there are others."""
    of_import = select(func.count()).where(
        ActivityLog.batch_id == asked.batch_id,
        ActivityLog.entity_type == "import",
        ActivityLog.entity_uuid == asked.batch_id,
    )
    if await work.one(of_import):
        raise Conflict("This is an import's; undo it there")
    records = await work.every(
        select(ActivityLog.entity_uuid)
        .distinct()
        .where(
            ActivityLog.batch_id == asked.batch_id,
            ActivityLog.entity_type.in_(KINDS),
            ActivityLog.entity_uuid > (place.after if place else FIRST),
        )
        .order_by(ActivityLog.entity_uuid)
        .limit(PORTION + 1)
    )
    found = records.all()
    if asked.atomic and len(found) > PORTION:
        raise Conflict(f"More than {PORTION} records: say atomic false, and go on by cursor")
    return found


async def _nets(work: Work, batch_id: UUID, records: Sequence[UUID]) -> list[tuple[str, list[Net]]]:
    """What the batch has done to these records, by their kind."""
    entries = (
        await work.every(
            select(ActivityLog).where(
                ActivityLog.batch_id == batch_id, ActivityLog.entity_uuid.in_(records)
            )
        )
    ).all()
    found = [(kind, nets_of(e for e in entries if e.entity_type == kind)) for kind in KINDS]
    return [(kind, nets) for kind, nets in found if nets]


def _is_seen(left: Left) -> bool:
    return not isinstance(left.refusal, NotFound)


def _alone(kind: str, left: Left) -> LeftAlone:
    name = str(left.net.names.get("name", ""))
    return LeftAlone(kind, left.net.entity, name, left.refusal.problem)


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
