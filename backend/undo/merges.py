"""Takes a merge of two clients apart: each has again what was its own."""

from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import any_, bindparam, select

from backend.clients import service as clients
from backend.clients.models import Client
from backend.clients.service import FIELDS
from backend.core import changes
from backend.core.changes import ActivityLog
from backend.core.refusals import Conflict, NotFound
from backend.core.schemas import FieldError
from backend.core.work import Work
from backend.deals.models import Deal
from backend.dossiers.schemas import Moved
from backend.dossiers.service import carry, record
from backend.tasks.models import Task
from backend.undo.nets import Net
from backend.undo.schemas import Undone
from backend.undo.traces import Changed, Left, say_who

GONE = "The one that was merged into this client is no longer in the trash"


class Other(Struct):
    id: UUID


class Told(Struct):
    """What the entry of a merge says."""

    other: Other
    moved: Moved
    changes: dict[str, tuple[Any, Any]]


async def unmerge(work: Work, entry: ActivityLog) -> Undone:
    """What came to the client after the merge stays with it; files removed since stay removed.

    Raises Conflict that names what else was changed since, by whom and when.
    """
    told = msgspec.convert(entry.payload, Told)
    client, other = await _both(work, entry.entity_uuid, told.other.id)
    await _require_unchanged(work, entry, told, client)
    before = changes.snapshot(client, FIELDS)
    await _put_back(work, client, told)
    other.deleted_at, other.merged_into = None, None
    await work.session.flush()
    await carry(work, told.moved, to=other.id)
    undoes = {"undoes": str(entry.id)}
    await record(work, "unmerged", client, other, told.moved, before=before, **undoes)
    difference = changes.difference(before, changes.snapshot(client, FIELDS))
    return Undone("client", client.id, "unmerged", difference, client.version)


async def _both(work: Work, client_id: UUID, other_id: UUID) -> tuple[Client, Client]:
    """Both must be the actor's to change, and still as the merge has left them."""
    both: dict[UUID, Client] = {}
    for key in sorted((client_id, other_id)):
        try:
            both[key], _ = await clients.locked(work, key, None)
        except NotFound as error:
            raise NotFound("There is no such entry") from error
    client, other = both[client_id], both[other_id]
    if client.deleted_at is not None:
        raise Conflict("This client is in the trash; restore it first")
    if other.merged_into != client.id:
        raise Conflict(GONE)
    return client, other


async def _require_unchanged(work: Work, entry: ActivityLog, told: Told, client: Client) -> None:
    now = changes.snapshot(client, FIELDS)
    fields = {field for field, (_, after) in told.changes.items() if now[field] != after}
    left = [_left(entry, client.id, fields)] if fields else []
    moved = told.moved
    deals = await _rows(work, select(Deal.id, Deal.client_id), Deal.id, moved.deals)
    left += [_left(entry, key, {"client_id"}) for key, owner in deals if owner != client.id]
    tasks = select(Task.id, Task.client_id, Task.deal_id)
    for key, owner, deal_id in await _rows(work, tasks, Task.id, moved.tasks):
        if owner != client.id:
            left.append(_left(entry, key, {"client_id"}))
        elif deal_id is not None and deal_id not in moved.deals:
            left.append(_left(entry, key, {"deal_id"}))
    if left:
        await say_who(work, left)
        raise Conflict("Something has been changed since the merge", errors=_errors(left, client))


def _left(entry: ActivityLog, record_id: UUID, fields: set[str]) -> Left:
    return Left(Net(record_id, "merged", {}, set(), None, {}, [entry.id]), Changed(fields))


def _errors(left: list[Left], client: Client) -> list[FieldError]:
    """A field of the client by its name, another record's after its id."""
    return [
        FieldError(
            error.pointer if each.net.entity == client.id else f"/{each.net.entity}{error.pointer}",
            error.detail,
        )
        for each in left
        for error in each.refusal.errors
    ]


async def _rows(work: Work, statement: Any, key: Any, ids: list[UUID]) -> list[Any]:
    if not ids:
        return []
    locked = statement.where(key == any_(bindparam("ids"))).order_by(key).with_for_update()
    return list(await work.session.execute(locked, {"ids": ids}))


async def _put_back(work: Work, client: Client, told: Told) -> None:
    """First, so that the other finds its e-mail free again."""
    back = {field: before for field, (before, _) in told.changes.items()}
    if owner_id := back.get("owner_id"):
        back["owner_id"] = (await clients.owner_for(work, UUID(owner_id))).id
    for field, value in back.items():
        setattr(client, field, value)
    client.updated_at = await work.now()
    await work.session.flush()
