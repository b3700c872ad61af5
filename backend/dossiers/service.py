"""Two clients become one, in one transaction with one entry in the log."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import any_, bindparam, func, select, update

from backend.accounts.models import User
from backend.clients import service as clients
from backend.clients.models import Client
from backend.clients.service import FIELDS, owner_for
from backend.core import changes
from backend.core.http import require_version
from backend.core.refusals import Conflict, Invalid, NotFound
from backend.core.work import Work
from backend.deals.models import Deal
from backend.dossiers.schemas import Merge, Merged, MergedField, Moved
from backend.files.models import Attachment, FileEntity
from backend.files.service import MOST as MOST_FILES
from backend.notifications.models import NotificationType
from backend.notifications.service import notify
from backend.tasks.models import Task

MOST = 1_000  # records that move: the entry in the log names each of them
Couple = dict[UUID, tuple[Client, User]]


async def merge(work: Work, client_id: UUID, data: Merge, if_match: str | None) -> Merged:
    """The other goes to the trash, marked; all that hangs on it comes over.

    Raises Stale where either was changed since it was read.
    """
    both = await _both(work, client_id, data, if_match)
    (client, owner), (other, _) = both[client_id], both[data.other_id]
    if MergedField.OWNER in data.take and other.owner_id != owner.id:
        owner = await owner_for(work, other.owner_id)
    moved = await _hanging_on(work, other.id)
    await _refuse_too_many_files(work, client.id, len(moved.files))
    before = changes.snapshot(client, FIELDS)
    other.deleted_at, other.merged_into = await work.now(), client.id
    await work.session.flush()  # so that its e-mail is free
    for field in data.take:
        setattr(client, field, getattr(other, field))
    await _keep(work, client)
    await carry(work, moved, to=client.id)
    entry = await record(work, "merged", client, other, moved, before=before)
    return Merged(clients.view(client, owner), entry, moved)


async def carry(work: Work, moved: Moved, *, to: UUID) -> None:
    """Deals first: the tasks of a deal go with it, and their own turn only counts the change."""
    for model, ids in ((Deal, moved.deals), (Task, moved.tasks)):
        going = update(model).where(model.id == any_(bindparam("ids")))
        placed = going.values(client_id=to, version=model.version + 1)
        await _run(work, placed, ids)
    filed = update(Attachment).where(Attachment.id == any_(bindparam("ids")))
    placed = filed.values(entity_id=to, version=Attachment.version + 1)
    await _run(work, placed, moved.files)


async def record(
    work: Work,
    action: changes.Action,
    client: Client,
    other: Client,
    moved: Moved,
    *,
    before: changes.Snapshot,
    **more: Any,
) -> UUID:
    """In the log of the client that stays; tells its owner if that is somebody new.

    The news belong to the other one too, whose page has to follow.
    """
    names = {
        "name": client.name,
        "other": {"id": str(other.id), "name": other.name},
        "moved": msgspec.to_builtins(moved),
        **more,
    }
    after = changes.snapshot(client, FIELDS)
    if after["owner_id"] != before["owner_id"]:
        kind, told = NotificationType.CLIENT_ASSIGNED, {"name": client.name}
        await notify(work, client.owner_id, kind, client.id, told, by=work.actor_id)
    return await changes.record(
        work,
        "client",
        client.id,
        action,
        names=names,
        before=before,
        after=after,
        whose={"owner_id": str(other.owner_id), "client_id": str(other.id)},
    )


async def _both(work: Work, client_id: UUID, data: Merge, if_match: str | None) -> Couple:
    """Locked in the order of their ids, so that two merges cannot wait for each other."""
    if client_id == data.other_id:
        raise Invalid.field("/other_id", "A client cannot be merged with itself")
    both: Couple = {}
    for key in sorted((client_id, data.other_id)):
        try:
            both[key] = await clients.locked(work, key, if_match if key == client_id else None)
        except NotFound as error:
            if key == client_id:
                raise
            raise Invalid.field("/other_id", "There is no such client") from error
    for client, _ in both.values():
        if client.deleted_at is not None:
            raise Conflict("This client is in the trash; restore it first", trashed_id=client.id)
    other = both[data.other_id]
    require_version(f'"{data.other_version}"', other[0], lambda: clients.view(*other))
    return both


async def _hanging_on(work: Work, client_id: UUID) -> Moved:
    """Raises Conflict where it is more than one entry of the log could name."""
    of_client = {"entity_type": FileEntity.CLIENT, "entity_id": client_id}
    moved = Moved(
        await _ids(work, select(Deal.id).where(Deal.client_id == client_id)),
        await _ids(work, select(Task.id).where(Task.client_id == client_id)),
        await _ids(work, select(Attachment.id).filter_by(**of_client)),
    )
    if len(moved) > MOST:
        raise Conflict(f"More than {MOST} deals, tasks and files would have to move")
    return moved


async def _refuse_too_many_files(work: Work, client_id: UUID, more: int) -> None:
    """With the client locked, as whoever attaches a file locks it too."""
    of_client = {"entity_type": FileEntity.CLIENT, "entity_id": client_id}
    count = select(func.count()).select_from(Attachment).filter_by(**of_client)
    if more and (await work.one(count) or 0) + more > MOST_FILES:
        raise Conflict(f"Together they have more than {MOST_FILES} files; remove some first")


async def _ids(work: Work, statement: Any) -> list[UUID]:
    locked = statement.order_by("id").limit(MOST + 1).with_for_update()
    return list((await work.every(locked)).all())


async def _keep(work: Work, client: Client) -> None:
    """A version of its own, even where no field was taken: it has more on it than before."""
    client.updated_at = await work.now()
    await work.session.flush()


async def _run(work: Work, statement: Any, ids: list[UUID]) -> None:
    if ids:
        options = {"synchronize_session": False}
        await work.session.execute(statement, {"ids": ids}, execution_options=options)
