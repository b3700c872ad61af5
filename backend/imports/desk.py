"""Decides, row by row, what becomes of a record: created, updated, left alone, or refused.

Values are kept as JSON writes them: so they are compared, logged and written in one form.
"""

from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Text, Uuid, any_, bindparam, cast, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, CITEXT, distinct_on
from sqlalchemy.orm import InstrumentedAttribute

from backend.accounts.models import User
from backend.core import changes
from backend.core.actor import Actor
from backend.core.changes import ActivityLog
from backend.core.paging import fold
from backend.core.refusals import Conflict, Invalid
from backend.core.rows import Item, Values
from backend.core.work import Work

TEXTS = ARRAY(Text())
IDS = ARRAY(Uuid(as_uuid=False))
OWN_ID = "id"
SAME_CASE = {"external_id"}  # the other keys are the same in capitals
NEW_IDS = select(func.uuidv7()).select_from(func.generate_series(1, bindparam("count")))
LAST_ENTRIES = (
    select(ActivityLog.entity_uuid, ActivityLog.payload.has_key("undoes"))
    .where(ActivityLog.entity_uuid == any_(bindparam("ids")))
    .ext(distinct_on(ActivityLog.entity_uuid))
    .order_by(ActivityLog.entity_uuid, ActivityLog.id.desc())
)
PEOPLE = select(User.id, cast(User.email, Text), User.full_name).where(
    User.is_active,
    or_(
        User.email == any_(cast(bindparam("texts", type_=TEXTS), ARRAY(CITEXT))),
        func.lower(User.full_name) == any_(bindparam("lowered", type_=TEXTS)),
    ),
)


class Rules(Struct, frozen=True):
    """``match_by``: the keys that may find a row's record, the first that is filled deciding."""

    actor: Actor
    match_by: tuple[str, ...]
    must_match: bool
    default_currency: str


class Batch(Struct):
    """What some rows come to; nothing of it is written yet."""

    new: dict[str, Item] = {}
    changed: dict[str, Item] = {}
    entries: list[Values] = []
    rejections: list[Values] = []
    counts: Counter[str] = msgspec.field(default_factory=Counter[str])


class Shelf:
    """Items by id and by each of their keys, kept up as rows change them."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = keys
        self._items: dict[str, Item] = {}
        self._by_key: defaultdict[tuple[str, str], list[Item]] = defaultdict(list)

    def put(self, item: Item) -> None:
        """An item that is here already stays as the rows have left it."""
        if item.id not in self._items:
            self._items[item.id] = item
            for entry in self._entries(item):
                self._by_key[entry].append(item)

    def change(self, item: Item, values: Values) -> None:
        for entry in self._entries(item):
            self._by_key[entry].remove(item)
        item.values = values
        item.version += 1
        for entry in self._entries(item):
            self._by_key[entry].append(item)

    def find(self, key: str, value: str) -> Sequence[Item]:
        if key == OWN_ID:
            return [self._items[value]] if value in self._items else []
        return self._by_key.get((key, _folded(key, value)), ())

    def _entries(self, item: Item) -> Iterator[tuple[str, str]]:
        for key in self._keys:
            if item.values[key]:
                yield key, _folded(key, item.values[key])


class Desk(ABC):
    """One for each batch; a dry run keeps one for all, for its writes are not in the database."""

    kind: ClassVar[str]
    table: ClassVar[str]
    fields: ClassVar[tuple[str, ...]]
    needed: ClassVar[Mapping[str, str]]  # field -> what to say of a new record without it
    unique: ClassVar[Mapping[str, str]]  # key -> what to say of another record that has it
    keys: ClassVar[tuple[str, ...]]
    owner: ClassVar[tuple[str, str]] = ("owner", "owner_id")  # as rows say it, and as kept
    owners: ClassVar[tuple[str, ...]] = ("owner_id",)  # who may see and change it

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.actor = rules.actor
        self.now = ""
        self._shelf = Shelf(self.keys)
        self._ids: Iterator[str] = iter(())
        self._people: defaultdict[str, set[str]] = defaultdict(set)
        self._undone: set[str] = set()

    async def gather(self, work: Work, rows: Sequence[Values]) -> None:
        """Loads, and locks in the order of ids, every record that the rows speak of."""
        self.now = msgspec.to_builtins(await work.now())
        ids = (await work.session.execute(NEW_IDS, {"count": len(rows)})).scalars()
        self._ids = iter([str(new) for new in ids])
        await self._find_people(work, told(rows, self.owner[0]))
        found = await self._load(work, rows)
        for item in found:
            self._shelf.put(item)
        await self._find_undone(work, [UUID(item.id) for item in found if not _is_live(item)])

    def decide(self, given: Values, batch: Batch) -> None:
        """Adds to the batch what the row comes to. Raises a Refusal that says why not."""
        item = self._match(given)
        after = self._compose(given, item.values if item else None)
        if item is None:
            self._create(given, after, batch)
        elif after == item.values:
            batch.counts["unchanged"] += 1
        else:
            self._update(item, after, batch)

    @abstractmethod
    async def _load(self, work: Work, rows: Sequence[Values]) -> list[Item]: ...

    @abstractmethod
    def _blank(self) -> Values:
        """What a new record has where the row says nothing."""

    @abstractmethod
    def _names(self, values: Values) -> Mapping[str, str]:
        """What the change log repeats for readers."""

    def _birth(self, given: Values) -> Values:
        return {"created_at": given.get("created_at", self.now)}

    def _compose(self, given: Values, before: Values | None) -> Values:
        """The record after this row; an empty cell leaves a field as it is."""
        if before is None:
            for name, sentence in self.needed.items():
                if name not in given:
                    raise Invalid(sentence)
        after = (before or self._blank()) | {n: given[n] for n in self.fields if n in given}
        said, kept = self.owner
        if said in given:
            after[kept] = self._owner(given[said], before[kept] if before else None)
        return after

    def _match(self, given: Values) -> Item | None:
        """The first key that the row fills decides, but for an id that is another instance's."""
        for key in self.rules.match_by:
            if key in given:
                item = self._find(key, given[key])
                if item or key != OWN_ID:
                    return item
        if self.rules.must_match:
            name = self.rules.match_by[0].replace("_", " ")
            raise Invalid(f"The row has no {name}, by which records are found")
        return None

    def _find(self, key: str, value: str) -> Item | None:
        found = [i for i in self._shelf.find(key, value) if _is_live(i) and self._may_see(i)]
        if len(found) > 1:
            raise Conflict(f"{len(found)} {self.kind}s are called {value}")
        return found[0] if found else None

    def _create(self, given: Values, after: Values, batch: Batch) -> None:
        self._refuse_twins(None, after)
        item = Item(next(self._ids), after, 1, self._birth(given))
        self._shelf.put(item)
        batch.new[item.id] = item
        self._note(item, "created", changes.NOTHING, batch)

    def _update(self, item: Item, after: Values, batch: Batch) -> None:
        self.actor.require_change(*self._owners(item))
        self._refuse_twins(item, after)
        before = item.values
        self._shelf.change(item, after)
        if item.id not in batch.new:
            batch.changed[item.id] = item
        self._note(item, "updated", before, batch)

    def _note(
        self, item: Item, action: changes.Action, before: changes.Snapshot, batch: Batch
    ) -> None:
        payload = {**self._names(item.values), "changes": changes.difference(before, item.values)}
        batch.counts[action] += 1
        batch.entries.append({"entity": UUID(item.id), "action": action, "payload": payload})

    def _refuse_twins(self, item: Item | None, after: Values) -> None:
        """Keys are unique among what is not in the trash; a trashed twin is to be restored.

        But for one whose making was undone: that is as if it had never been.
        """
        for key, sentence in self.unique.items():
            for other in self._shelf.find(key, after[key] or ""):
                if other is item:
                    continue
                if _is_live(other):
                    raise Conflict(sentence)
                if item is None and self._may_see(other) and other.id not in self._undone:
                    raise Conflict(f"Such a {self.kind} is in the trash; restore it")

    def _owner(self, text: str, before: str | None) -> str:
        """By e-mail or full name; the rules are those of ``clients.service.owner_for``."""
        found = self._people.get(text.lower(), set())
        if len(found) > 1:
            raise Conflict(f"{len(found)} users are called {text}")
        if not found:
            raise Invalid(f"No active user is called {text}")
        (owner,) = found
        if owner not in {str(self.actor.id), before} and not self.actor.is_admin:
            raise Invalid("Only an admin may give a record to someone else")
        return owner

    async def _find_people(self, work: Work, texts: list[str]) -> None:
        lowered = [text.lower() for text in texts]
        rows = await work.session.execute(PEOPLE, {"texts": texts, "lowered": lowered})
        for user, email, name in rows:
            self._people[email.lower()].add(str(user))
            self._people[name.lower()].add(str(user))

    def _may_see(self, item: Item) -> bool:
        return self.actor.may_see(*self._owners(item))

    def _owners(self, item: Item) -> list[UUID]:
        return [UUID(item.values[name]) for name in self.owners]

    async def _find_undone(self, work: Work, trashed: list[UUID]) -> None:
        if trashed:
            rows = await work.session.execute(LAST_ENTRIES, {"ids": trashed})
            self._undone |= {str(record) for record, undone in rows if undone}


def told(rows: Iterable[Values], name: str) -> list[str]:
    """What the rows say in a field, each text once."""
    return list(dict.fromkeys(row[name] for row in rows if name in row))


def called(column: InstrumentedAttribute[str], name: str) -> ColumnElement[bool]:
    """Whether the column, folded, is among the bound texts: an array, for the index's sake."""
    text = func.unnest(bindparam(name, type_=TEXTS)).column_valued("text")
    return fold(column) == any_(func.array(select(fold(text)).scalar_subquery(), type_=TEXTS))


def _is_live(item: Item) -> bool:
    return item.values["deleted_at"] is None


def _folded(key: str, value: str) -> str:
    return value if key in SAME_CASE else value.lower()
