"""Puts records back to what they were before some entries of the change log, all at once.

The one core of every undo: of an entry, of a batch, and of an import.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import any_, bindparam, func, select

from backend.accounts.models import User
from backend.core import changes
from backend.core.refusals import Conflict, Forbidden, NotFound, Refusal
from backend.core.rows import Item, Values, all_or_each, insert_rows, items, update_rows
from backend.core.work import Work
from backend.undo.kinds import CONFLICTS, KINDS, LOCKING, Kind
from backend.undo.nets import Net
from backend.undo.traces import Changed, Left, say_who

OPPOSITE: dict[str, changes.Action] = {
    "created": "deleted",
    "deleted": "restored",
    "restored": "deleted",
    "completed": "reopened",
    "reopened": "completed",
    "moved": "moved",
}


class Reversed(Struct):
    item: Item
    action: changes.Action
    payload: Values
    before: Values

    @property
    def states(self) -> tuple[Values, Values]:
        return self.before, self.item.values


class Outcome(Struct):
    done: list[Reversed] = []
    left: list[Left] = []


class Surroundings(Struct):
    """What the records hang on, what hangs on them, and who may have them; by id."""

    now: str
    parents: dict[str, str]
    children: dict[str, str]
    people: set[str]


async def put_back(work: Work, kind: str, nets: Sequence[Net], *, undoes: UUID) -> Outcome:
    """Writes what can be put back, with its entries in the log, and says why the rest cannot."""

    async def attempt(some: Sequence[Net]) -> Outcome:
        async with work.session.begin_nested():
            return await _attempt(work, KINDS[kind], some, undoes)

    outcome = Outcome()
    for part in await all_or_each(
        nets, attempt, lambda net, refusal: Outcome(left=[Left(net, refusal)]), CONFLICTS
    ):
        outcome.done += part.done
        outcome.left += part.left
    await say_who(work, [left for left in outcome.left if isinstance(left.refusal, Changed)])
    return outcome


async def _attempt(work: Work, kind: Kind, nets: Sequence[Net], undoes: UUID) -> Outcome:
    ids = [net.entity for net in nets]
    found = {i.id: i for i in await items(work, LOCKING[kind.name], kind.columns, ids=ids)}
    around = await _look_around(work, kind, nets)
    outcome = Outcome()
    for net in nets:
        try:
            item = found.get(str(net.entity))
            outcome.done.append(_reverse(work, kind, net, item, around, undoes))
        except Refusal as refusal:
            outcome.left.append(Left(net, refusal))
    await update_rows(work, kind.table, [done.item.row() for done in outcome.done])
    entries = [
        changes.entry(work, kind.name, UUID(d.item.id), d.action, d.payload) for d in outcome.done
    ]
    await insert_rows(work, "activity_log", entries)
    return outcome


def _reverse(
    work: Work, kind: Kind, net: Net, item: Item | None, around: Surroundings, undoes: UUID
) -> Reversed:
    """Raises a Refusal that says why not."""
    if item is None:
        raise NotFound(f"There is no such {kind.name}")
    before = item.values
    owners = [UUID(before[name]) for name in kind.owners]
    if not work.actor.may_see(*owners):
        raise NotFound(f"There is no such {kind.name}")
    work.actor.require_change(*owners)
    _require_unchanged(kind, net, before)
    after = _restored(work, kind, net, before, around)
    action = OPPOSITE.get(net.action, "updated")
    payload = net.names | {"name": after[kind.title], "undoes": str(undoes)}
    for parent in kind.parents:
        if parent.field in net.changes and net.action != "created":
            payload[parent.told_as] = around.parents.get(after[parent.field] or "")
    if net.place and net.action != "created":
        payload["place"] = [before["rank"], after["rank"]]
    payload["changes"] = changes.difference(before, after)
    payload["changes"].pop("rank", None)
    return Reversed(Item(item.id, after, item.version + 1), action, payload, before)


def _require_unchanged(kind: Kind, net: Net, now: Values) -> None:
    if not net.changes.keys() <= now.keys():
        raise Conflict("What was done to its files cannot be undone")
    left_as = {field: after for field, (_, after) in net.changes.items()}
    if net.action == "created":  # absent fields were empty
        left_as = dict.fromkeys(kind.fields) | left_as
    changed = net.torn | {field for field, value in left_as.items() if now[field] != value}
    if net.place and "status" not in net.changes and now["rank"] != net.place[1]:
        changed.add("rank")
    if changed:
        raise Changed(changed)
    if now["deleted_at"] is not None and "deleted_at" not in net.changes:
        raise Conflict(f"This {kind.name} is in the trash; restore it first")


def _restored(work: Work, kind: Kind, net: Net, now: Values, around: Surroundings) -> Values:
    if net.action == "created":
        if hanging := around.children.get(str(net.entity)):
            raise Conflict(f"This {kind.name} has {hanging}")
        return now | {"deleted_at": around.now}
    back = {field: before for field, (before, _) in net.changes.items()}
    if net.place:
        back["rank"] = net.place[0]
    if not back:
        raise Conflict("This entry changed nothing that could be put back")
    if back.get("deleted_at"):
        back["deleted_at"] = around.now
    _require_parents(kind, back, around)
    _require_person(work, kind, back, around)
    return now | back


def _require_parents(kind: Kind, back: Values, around: Surroundings) -> None:
    for parent in kind.parents:
        wanted = back.get(parent.field)
        if wanted and wanted not in around.parents:
            name = parent.field.removesuffix("_id")
            raise Conflict(f"Its former {name} is in the trash, or no longer there for you")


def _require_person(work: Work, kind: Kind, back: Values, around: Surroundings) -> None:
    """The rules are those of ``clients.service.owner_for``."""
    person = back.get(kind.assigned)
    if person is None:
        return
    if person != str(work.actor.id) and not work.actor.is_admin:
        raise Forbidden("Only an admin may give a record to someone else")
    if person not in around.people:
        raise Conflict("Whose it was may not sign in any more")


async def _look_around(work: Work, kind: Kind, nets: Sequence[Net]) -> Surroundings:
    now: str = msgspec.to_builtins(await work.now())
    return Surroundings(
        now,
        await _parents(work, kind, nets),
        await _children(work, kind, [net.entity for net in nets if net.action == "created"]),
        await _people(work, _wanted(nets, kind.assigned)),
    )


async def _parents(work: Work, kind: Kind, nets: Sequence[Net]) -> dict[str, str]:
    """Names of the live and visible ones that records would hang on again."""
    names: dict[str, str] = {}
    for parent in kind.parents:
        if wanted := _wanted(nets, parent.field):
            model = parent.model
            rows = await work.session.execute(
                select(model.id, getattr(model, parent.title), model.owner_id)
                .where(model.id == any_(bindparam("ids")), model.deleted_at.is_(None))
                .with_for_update(read=True),
                {"ids": wanted},
            )
            names |= {str(i): title for i, title, owner in rows if work.actor.may_see(owner)}
    return names


async def _children(work: Work, kind: Kind, ids: list[UUID]) -> dict[str, str]:
    """``3 deals and 1 task``, for records that are to go."""
    hanging: defaultdict[str, list[str]] = defaultdict(list)
    for model, column in kind.children if ids else ():
        rows = await work.session.execute(
            select(column, func.count())
            .where(column == any_(bindparam("ids")), model.deleted_at.is_(None))
            .group_by(column),
            {"ids": ids},
        )
        noun = model.__name__.lower()
        for parent, count in rows:
            hanging[str(parent)].append(f"{count} {noun}{'s' if count > 1 else ''}")
    return {parent: " and ".join(counts) for parent, counts in hanging.items()}


async def _people(work: Work, ids: list[UUID]) -> set[str]:
    if not ids:
        return set()
    active = select(User.id).where(User.id == any_(bindparam("ids")), User.is_active)
    return {str(user) for user in (await work.session.execute(active, {"ids": ids})).scalars()}


def _wanted(nets: Sequence[Net], field: str) -> list[UUID]:
    """What the field held before, of records that do not go."""
    told: dict[Any, None] = dict.fromkeys(
        net.changes[field][0]
        for net in nets
        if field in net.changes and net.action != "created" and net.changes[field][0]
    )
    return [UUID(value) for value in told]
