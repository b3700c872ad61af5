"""What can be done with a client; each verb is one transaction with its entry in the log."""

from typing import Literal
from uuid import UUID

from msgspec import UNSET
from sqlalchemy import select

from backend.accounts.models import User
from backend.clients.models import Client
from backend.clients.schemas import ClientView, EditClient, NewClient
from backend.clients.similar import asked, similar_ids
from backend.core import changes
from backend.core.http import require_version
from backend.core.refusals import Conflict, Invalid, NotFound
from backend.core.schemas import FieldError, told, view_of
from backend.core.work import Work
from backend.notifications.models import NotificationType
from backend.notifications.service import notify

FIELDS = ("name", "phone", "email", "company", "notes", "owner_id", "external_id", "deleted_at")


async def add_client(work: Work, data: NewClient) -> ClientView:
    """Raises Conflict, with the id to restore, where the same client lies in the trash."""
    said = told(data)
    known = said.pop("known")
    await _refuse_trashed_twin(work, email=said["email"], external_id=said["external_id"])
    owner = await owner_for(work, data.owner_id)
    client = Client(**said | {"owner_id": owner.id})
    work.session.add(client)
    await work.session.flush()  # the same e-mail is refused here, and says so at its field
    if known is not None:
        await _refuse_similar(work, client, set(known))
    await _record(work, client, "created", before=changes.NOTHING)
    return view(client, owner)


async def edit_client(
    work: Work, client_id: UUID, data: EditClient, if_match: str | None
) -> ClientView:
    client, owner = await locked(work, client_id, if_match)
    _refuse_trashed(client)
    if data.owner_id is not UNSET and data.owner_id != owner.id:
        owner = await owner_for(work, data.owner_id)
    before = changes.snapshot(client, FIELDS)
    for name, value in told(data).items():
        setattr(client, name, value)
    await work.session.flush()
    if changes.snapshot(client, FIELDS) != before:
        await _record(work, client, "updated", before=before)
    return view(client, owner)


async def trash_client(work: Work, client_id: UUID, if_match: str | None) -> None:
    client, _ = await locked(work, client_id, if_match)
    if client.deleted_at is not None:
        raise NotFound("This client is in the trash already")
    before = changes.snapshot(client, FIELDS)
    client.deleted_at = await work.now()
    await work.session.flush()
    await _record(work, client, "deleted", before=before)


async def restore_client(work: Work, client_id: UUID) -> ClientView:
    client, owner = await locked(work, client_id, None)
    if client.deleted_at is None:
        raise Conflict("This client is not in the trash")
    before = changes.snapshot(client, FIELDS)
    client.deleted_at = None
    await work.session.flush()
    await _record(work, client, "restored", before=before)
    return view(client, owner)


async def locked(
    work: Work, client_id: UUID, if_match: str | None, *, to: Literal["change", "use"] = "change"
) -> tuple[Client, User]:
    """The client and its owner, to change it or to hang something on it; 404 where not visible."""
    statement = (
        select(Client, User)
        .join(User, User.id == Client.owner_id)
        .where(Client.id == client_id)
        .with_for_update(of=Client, read=to == "use")
    )
    row = await work.joined(statement)
    if row is None or not work.actor.may_see(row[0].owner_id):
        raise NotFound("There is no such client")
    client, owner = row
    if to == "change":
        work.actor.require_change(client.owner_id)
    require_version(if_match, client, lambda: view(client, owner))
    return client, owner


async def client_for(work: Work, client_id: UUID) -> Client:
    """The client that something is hung on. Raises Invalid for none, and for one in the trash."""
    try:
        client, _ = await locked(work, client_id, None, to="use")
    except NotFound as error:
        raise Invalid.field("/client_id", "There is no such client") from error
    if client.deleted_at is not None:
        raise Invalid.field("/client_id", "This client is in the trash; restore it first")
    return client


async def owner_for(work: Work, owner_id: UUID | None, *, pointer: str = "/owner_id") -> User:
    """Whoever asks, or someone else where an admin says so. Raises Invalid for nobody."""
    wanted = owner_id or work.actor.id
    if wanted != work.actor.id and not work.actor.is_admin:
        raise Invalid.field(pointer, "Only an admin may give a record to someone else")
    owner = await work.one(select(User).where(User.id == wanted))
    if owner is None or not owner.is_active:
        raise Invalid.field(pointer, "There is no such active user")
    return owner


def view(client: Client, owner: User) -> ClientView:
    return view_of(ClientView, client, owner_name=owner.full_name)


async def _record(
    work: Work, client: Client, action: changes.Action, *, before: changes.Snapshot
) -> None:
    names, after = {"name": client.name}, changes.snapshot(client, FIELDS)
    await changes.record(work, "client", client.id, action, names=names, before=before, after=after)
    if after["owner_id"] != before.get("owner_id"):
        kind = NotificationType.CLIENT_ASSIGNED
        await notify(work, client.owner_id, kind, client.id, names, by=work.actor_id)


def _refuse_trashed(client: Client) -> None:
    if client.deleted_at is not None:
        raise Conflict("This client is in the trash; restore it first", trashed_id=client.id)


async def _refuse_similar(work: Work, client: Client, known: set[UUID]) -> None:
    """By name and phone: colleagues are at the same company."""
    alike = asked(phone=client.phone, name=client.name)
    if await similar_ids(work, alike, besides=client.id) - known:
        sentence = "There are clients like this one"
        raise Conflict(sentence, errors=[FieldError("/known", sentence)])


async def _refuse_trashed_twin(work: Work, *, email: str | None, external_id: str | None) -> None:
    keys = ((Client.email, email), (Client.external_id, external_id))
    for column, value in keys:
        if not value:
            continue
        trashed = select(Client).where(column == value, Client.deleted_at.is_not(None))
        twin = await work.one(trashed.where(Client.merged_into.is_(None)).limit(1))
        if twin is not None and work.actor.may_see(twin.owner_id):
            raise Conflict("Such a client is in the trash; restore it", trashed_id=twin.id)
