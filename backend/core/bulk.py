"""One verb for many records: each is decided by itself, and all are written by few statements."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Struct, UnsetType, structs
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from backend.core import changes
from backend.core.bulk_schemas import Bulk, BulkAction, BulkItem, BulkView
from backend.core.listing import Listing
from backend.core.portions import FIRST, Place, Places, portion
from backend.core.problems import Conflicts, refusal_of
from backend.core.refusals import Conflict, Invalid, NotFound, Refusal, Stale
from backend.core.rows import Item, Values, insert_rows, update_rows
from backend.core.schemas import FieldError, Filters
from backend.core.work import Work


class Kind(Struct, frozen=True):
    """``title`` is the field that names a record; ``conflicts`` are its unique constraints.

    ``tell`` says to people what concerns them, in the same transaction.
    """

    name: str
    table: str
    title: str
    conflicts: Conflicts
    tell: "Tell"


class Loaded(Struct):
    """A locked record, whose it is, and the names of others that the log repeats."""

    item: Item
    owners: tuple[UUID, ...]
    names: Mapping[str, str] = {}


class Start(Struct, frozen=True):
    """What the entries of a batch have in common; ``now`` is as JSON writes it."""

    batch: UUID
    now: str
    ids: list[UUID]
    next_cursor: str | None = None


class Plan(Struct):
    """What becomes of a record: an action in the log, and its values afterwards."""

    loaded: Loaded
    action: changes.Action
    after: Values


Compose = Callable[[Values], tuple[changes.Action, Values]]
Tell = Callable[[Work, Kind, Sequence[Plan]], Awaitable[None]]


async def begin(
    work: Work,
    asked: Bulk,
    filters: Filters | UnsetType,
    listing: Listing[Any],
    places: Places,
) -> Start:
    ids = _ids(asked, filters)
    place = places.take(asked.cursor, work.actor.id) if asked.cursor else None
    batch, now = (await work.session.execute(select(func.uuidv7(), func.now()))).one()
    work.batch = place.batch if place else batch
    moment: datetime = now
    start = Start(work.batch, msgspec.to_builtins(moment), ids)
    if filters is UNSET:
        return start
    ids, rest = await portion(work, listing, filters, place or Place(work.batch, FIRST))
    cursor = places.give(rest, work.actor.id) if rest else None
    return structs.replace(start, ids=ids, next_cursor=cursor)


def _ids(asked: Bulk, filters: Filters | UnsetType) -> list[UUID]:
    """Those that were named. Raises Invalid for what contradicts itself."""
    if asked.ids is UNSET:
        if filters is UNSET:
            raise Invalid.field("/ids", "Say which ones, by ids or by filters")
        if asked.atomic:
            raise Invalid.field("/atomic", "With filters, what can be done is done: say false")
        if asked.versions:
            raise Invalid.field("/versions", "This does not go with filters")
        return []
    if filters is not UNSET:
        raise Invalid.field("/filters", "This does not go with ids")
    if asked.cursor is not None:
        raise Invalid.field("/cursor", "This does not go with ids")
    if len(set(asked.ids)) < len(asked.ids):
        raise Invalid.field("/ids", "An id is there twice")
    for stranger in asked.versions.keys() - set(asked.ids):
        raise Invalid.field(f"/versions/{stranger}", "This id is not among the ids")
    return asked.ids


def require_only(asked: Bulk, given: Mapping[str, bool]) -> None:
    """``given`` says of each action's own field whether it was sent. Raises Invalid."""
    needed = {BulkAction.UPDATE: "fields", BulkAction.ASSIGN: [*given][-1]}.get(asked.action)
    for name, is_given in given.items():
        if is_given and name != needed:
            raise Invalid.field(f"/{name}", f"This does not go with {asked.action.value}")
        if name == needed and not is_given:
            raise Invalid.field(f"/{name}", f"Required by {asked.action.value}")


async def change(
    work: Work,
    kind: Kind,
    asked: Bulk,
    start: Start,
    loaded: Sequence[Loaded],
    compose: Compose,
) -> BulkView:
    """``compose`` says what an update or an assignment makes of a record's values.

    Raises Conflict that names each record that fails, where all or nothing was asked for.
    """
    there = {UUID(each.item.id): each for each in loaded if work.actor.may_see(*each.owners)}
    refused: dict[UUID, Refusal] = {}
    plans: list[Plan] = []
    for key in start.ids:
        try:
            record = _checked(work, kind, asked, key, there.get(key))
            plans.append(_plan(record, asked, start, compose))
        except Refusal as refusal:
            refused[key] = refusal
    changed = [plan for plan in plans if plan.after != plan.loaded.item.values]
    refused |= await _write(work, kind, changed)
    if refused and asked.atomic:
        raise _conflict(start.ids, refused)
    done = {plan.loaded.item.id for plan in changed}
    items = [_item(key, there.get(key), refused.get(key), done) for key in start.ids]
    counts = Counter(each.status for each in items)
    return BulkView(
        start.batch,
        counts["ok"],
        counts["unchanged"],
        counts["failed"],
        items,
        start.next_cursor,
    )


def _checked(work: Work, kind: Kind, asked: Bulk, key: UUID, loaded: Loaded | None) -> Loaded:
    if loaded is None:
        raise NotFound(f"There is no such {kind.name}")
    work.actor.require_change(*loaded.owners)
    if asked.versions.get(key, loaded.item.version) != loaded.item.version:
        raise Stale("Someone changed this record after you read it")
    is_trashed = loaded.item.values["deleted_at"] is not None
    if asked.action is BulkAction.RESTORE:
        if not is_trashed:
            raise Conflict(f"This {kind.name} is not in the trash")
    elif is_trashed and asked.action is BulkAction.DELETE:
        raise NotFound(f"This {kind.name} is in the trash already")
    elif is_trashed:
        raise Conflict(f"This {kind.name} is in the trash; restore it first")
    return loaded


def _plan(loaded: Loaded, asked: Bulk, start: Start, compose: Compose) -> Plan:
    values = loaded.item.values
    if asked.action is BulkAction.DELETE:
        return Plan(loaded, "deleted", values | {"deleted_at": start.now})
    if asked.action is BulkAction.RESTORE:
        return Plan(loaded, "restored", values | {"deleted_at": None})
    return Plan(loaded, *compose(values))


async def _write(work: Work, kind: Kind, plans: Sequence[Plan]) -> dict[UUID, Refusal]:
    """All in one go; where a constraint is broken, each half by itself, down to who breaks it."""
    if not plans:
        return {}
    try:
        async with work.session.begin_nested():
            await _write_all(work, kind, plans)
    except DBAPIError as error:
        refusal = refusal_of(error, kind.conflicts)
    else:
        return {}
    if len(plans) == 1:
        return {UUID(plans[0].loaded.item.id): refusal}
    half = len(plans) // 2
    return await _write(work, kind, plans[:half]) | await _write(work, kind, plans[half:])


async def _write_all(work: Work, kind: Kind, plans: Sequence[Plan]) -> None:
    rows = [
        {"id": plan.loaded.item.id, "version": plan.loaded.item.version + 1, **plan.after}
        for plan in plans
    ]
    await update_rows(work, kind.table, rows)
    await insert_rows(work, "activity_log", [_entry(work, kind, plan) for plan in plans])
    await insert_rows(work, "outbox", [_news(work, kind, plan) for plan in plans])
    work.has_news = True
    await kind.tell(work, kind, plans)


def names_of(kind: Kind, plan: Plan) -> dict[str, str]:
    return {"name": plan.after[kind.title], **plan.loaded.names}


def _entry(work: Work, kind: Kind, plan: Plan) -> Values:
    difference = changes.difference(plan.loaded.item.values, plan.after)
    payload = {**names_of(kind, plan), "changes": difference}
    return changes.entry(work, kind.name, UUID(plan.loaded.item.id), plan.action, payload)


def _news(work: Work, kind: Kind, plan: Plan) -> Values:
    item = plan.loaded.item
    whose = [{"owner_id": str(owner)} for owner in plan.loaded.owners]
    states = (item.values, plan.after, *whose)
    return changes.news(kind.name, UUID(item.id), plan.action, *states, by=work.actor_id)


def _conflict(ids: Sequence[UUID], refused: Mapping[UUID, Refusal]) -> Conflict:
    errors = [
        FieldError(f"/ids/{position}", refused[key].detail)
        for position, key in enumerate(ids)
        if key in refused
    ]
    return Conflict(f"{len(errors)} of {len(ids)} fail, so nothing was changed", errors=errors)


def _item(key: UUID, loaded: Loaded | None, refusal: Refusal | None, done: set[str]) -> BulkItem:
    version = loaded.item.version if loaded else None
    if refusal is not None:
        return BulkItem(key, "failed", version, refusal.problem)
    if version is not None and str(key) in done:
        return BulkItem(key, "ok", version + 1)
    return BulkItem(key, "unchanged", version)
