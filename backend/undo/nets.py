"""What some entries of the change log did to a record, taken together."""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from msgspec import Struct

from backend.core.changes import ActivityLog

ASIDE = {"changes", "undoes", "place"}  # of a payload: all else are names


class Net(Struct):
    """From before the first entry to after the last; ``torn`` are fields changed in between."""

    entity: UUID
    action: str
    changes: dict[str, tuple[Any, Any]]
    torn: set[str]
    place: tuple[str, str] | None
    names: dict[str, Any]
    entries: list[UUID]


def nets_of(entries: Iterable[ActivityLog]) -> list[Net]:
    """One for each record, of entries of one kind."""
    ordered = sorted(entries, key=attrgetter("entity_uuid", "id"))
    return [
        _net(entity, list(group)) for entity, group in groupby(ordered, attrgetter("entity_uuid"))
    ]


def _net(entity: UUID, entries: list[ActivityLog]) -> Net:
    first, last = entries[0], entries[-1]
    action = first.action if first.action == "created" else last.action
    names = {name: value for name, value in last.payload.items() if name not in ASIDE}
    net = Net(entity, action, {}, set(), None, names, [entry.id for entry in entries])
    for entry in entries:
        for field, (before, after) in entry.payload.get("changes", {}).items():
            oldest, newest = net.changes.get(field, (before, before))
            if newest != before:
                net.torn.add(field)
            net.changes[field] = (oldest, after)
        if place := entry.payload.get("place"):
            net.place = (net.place[0] if net.place else place[0], place[1])
    return net
