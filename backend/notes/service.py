"""Writing a note, with the task that it leads to; the change log is where notes are kept."""

from typing import Any, Final
from uuid import UUID

from msgspec import Struct, structs

from backend.clients import service as clients
from backend.core import changes
from backend.core.refusals import Conflict, Invalid, NotFound
from backend.core.schemas import FieldError
from backend.core.work import Work
from backend.deals import service as deals
from backend.notes.mentions import mentioned
from backend.notes.schemas import FollowUp, NewNote, NoteView
from backend.notifications.models import NotificationType
from backend.notifications.service import notify
from backend.tasks.schemas import NewTask, TaskView
from backend.tasks.service import add_task

EXCERPT: Final = 500  # characters of a note that its readers get told


class Subject(Struct, frozen=True):
    """What a note is about; ``names`` is what the log repeats of it."""

    client_id: UUID
    deal_id: UUID | None
    names: dict[str, str]
    whose: changes.Snapshot


async def write_note(work: Work, data: NewNote, *, everyone_sees_all: bool) -> NoteView:
    """Whoever may change the record may note on it."""
    text = data.text.strip()
    if not text:
        raise Invalid.field("/text", "A note says something")
    subject = await _subject(work, data)
    names = subject.names | {"text": text}
    entry = await changes.record(
        work, data.entity_type, data.entity_uuid, "noted", names=names, whose=subject.whose
    )
    owner = None if everyone_sees_all else UUID(subject.whose["owner_id"])
    told = names | {"text": text if len(text) <= EXCERPT else f"{text[:EXCERPT].rstrip()}…"}
    for reader in await mentioned(work, text, owner=owner):
        what, kind = NotificationType.MENTIONED, data.entity_type
        await notify(work, reader, what, data.entity_uuid, told, by=work.actor_id, kind=kind)
    task = await _follow_up(work, subject, data.follow_up) if data.follow_up else None
    return NoteView(entry, data.entity_type, data.entity_uuid, text, task)


async def _subject(work: Work, data: NewNote) -> Subject:
    """Locked for a change. Raises Invalid for none, and Conflict for one in the trash."""
    try:
        if data.entity_type == "client":
            client, _ = await clients.locked(work, data.entity_uuid, None)
            whose = changes.snapshot(client, ("owner_id",))
            subject = Subject(client.id, None, {"name": client.name}, whose)
            deleted_at = client.deleted_at
        else:
            opened = await deals.locked(work, data.entity_uuid, None)
            names = {"name": opened.deal.title, "client_name": opened.client.name}
            whose = changes.snapshot(opened.deal, ("owner_id", "client_id"))
            subject = Subject(opened.client.id, opened.deal.id, names, whose)
            deleted_at = opened.deal.deleted_at
    except NotFound as error:
        raise Invalid.field("/entity_uuid", f"There is no such {data.entity_type}") from error
    if deleted_at is not None:
        raise Conflict(
            f"This {data.entity_type} is in the trash; restore it first",
            trashed_id=data.entity_uuid,
        )
    return subject


async def _follow_up(work: Work, subject: Subject, asked: FollowUp) -> TaskView:
    """Its refusals point into the note that it came with."""
    said: dict[str, Any] = structs.asdict(asked)
    task = NewTask(client_id=subject.client_id, deal_id=subject.deal_id, **said)
    try:
        return await add_task(work, task)
    except Invalid as error:
        error.errors = [FieldError(f"/follow_up{e.pointer}", e.detail) for e in error.errors]
        raise
