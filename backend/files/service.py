"""What can be done with a file: announced, confirmed once its bytes are here, and removed.

All of it happens under the lock of the record that the file belongs to.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from sqlalchemy import func, select

from backend.accounts.models import User
from backend.clients import service as clients
from backend.core import changes
from backend.core.file_names import plain_name
from backend.core.http import require_version
from backend.core.refusals import Conflict, Invalid, NotFound
from backend.core.schemas import view_of
from backend.core.storage import new_key
from backend.core.work import Work
from backend.deals import service as deals
from backend.files.kinds import KINDS, kind_of
from backend.files.models import Attachment, FileEntity, FileState
from backend.files.schemas import FileView, NewFile
from backend.files.uploads import UPLOADS, Checked
from backend.tasks import service as tasks

DISCARD = "files.discard"
MOST = 100  # files of one record
MEGABYTE = 1024 * 1024
FIELDS = ("file_name", "content_type", "size", "sha256")


class Record(Struct, frozen=True):
    """What a file belongs to; ``names`` is what the log repeats of it."""

    deleted_at: datetime | None
    names: Mapping[str, str]
    whose: changes.Snapshot


async def announce(work: Work, data: NewFile, *, limit: int) -> tuple[FileView, str]:
    """The file, and the key that its bytes are to be sent to. ``limit`` is in megabytes.

    Nothing is logged yet: only what was confirmed is there for others.
    """
    name = plain_name(data.file_name)
    kind = kind_of(name)
    if kind is None:
        raise Invalid.field("/file_name", f"Files of these kinds are taken: {', '.join(KINDS)}")
    if data.size > limit * MEGABYTE:
        raise Invalid.field("/size", f"A file may have at most {limit} MB")
    try:
        record = await _locked_record(work, data.entity_type, data.entity_id)
    except NotFound as error:
        raise Invalid.field("/entity_id", f"There is no such {data.entity_type}") from error
    if record.deleted_at is not None:
        raise Conflict(f"This {data.entity_type} is in the trash; restore it first")
    await _refuse_too_many(work, data)
    file = Attachment(
        entity_type=data.entity_type,
        entity_id=data.entity_id,
        file_name=name,
        content_type=kind.content_type,
        size=data.size,
        key=new_key(UPLOADS),
        uploaded_by=work.actor.id,
    )
    work.session.add(file)
    await work.session.flush()
    return await _view(work, file), file.key


async def confirm(work: Work, file_id: UUID, checked: Checked | None) -> FileView:
    """Once more for a file that is ready changes nothing."""
    file, record = await _locked(work, file_id)
    if checked is None or file.state is FileState.READY:
        if checked is not None:  # two confirmed at once, and this copy is the second
            await work.tell(DISCARD, {"key": checked.key})
        return await _view(work, file)
    await work.tell(DISCARD, {"key": file.key})
    file.key, file.sha256, file.state = checked.key, checked.sha256, FileState.READY
    await work.session.flush()
    after = changes.snapshot(file, FIELDS)
    await _record(work, file, record, "attached", after=after)
    return await _view(work, file)


async def remove(work: Work, file_id: UUID, if_match: str | None) -> None:
    """For good: the log keeps its name and its hash, not its bytes."""
    file, record = await _locked(work, file_id)
    shown = await _view(work, file)
    require_version(if_match, file, lambda: shown)
    await work.session.delete(file)
    await work.session.flush()
    await work.tell(DISCARD, {"key": file.key})
    if file.state is FileState.READY:
        before = changes.snapshot(file, FIELDS)
        await _record(work, file, record, "detached", before=before)


async def _locked(work: Work, file_id: UUID) -> tuple[Attachment, Record]:
    """404 for who may not see the record, and for all but its sender while it is pending."""
    statement = select(Attachment).where(Attachment.id == file_id)
    file = await work.one(statement)
    if file is None or not _may_know(work, file):
        raise NotFound("There is no such file")
    try:
        record = await _locked_record(work, file.entity_type, file.entity_id)
    except NotFound as error:
        raise NotFound("There is no such file") from error
    file = await work.one(statement.with_for_update().execution_options(populate_existing=True))
    if file is None:
        raise NotFound("There is no such file")
    return file, record


def _may_know(work: Work, file: Attachment) -> bool:
    is_ready = file.state is FileState.READY
    return is_ready or work.actor.is_admin or file.uploaded_by == work.actor.id


async def _of_client(work: Work, entity_id: UUID) -> Record:
    client, _ = await clients.locked(work, entity_id, None)
    return Record(client.deleted_at, {"name": client.name}, changes.snapshot(client, ("owner_id",)))


async def _of_deal(work: Work, entity_id: UUID) -> Record:
    opened = await deals.locked(work, entity_id, None)
    names = {"name": opened.deal.title, "client_name": opened.client.name}
    return Record(opened.deal.deleted_at, names, changes.snapshot(opened.deal, ("owner_id",)))


async def _of_task(work: Work, entity_id: UUID) -> Record:
    opened = await tasks.locked(work, entity_id, None)
    names = {"name": opened.task.title, "client_name": opened.client.name}
    whose = changes.snapshot(opened.task, ("assigned_to", "created_by"))
    return Record(opened.task.deleted_at, names, whose)


LOCKS: Mapping[FileEntity, Callable[[Work, UUID], Awaitable[Record]]] = {
    FileEntity.CLIENT: _of_client,
    FileEntity.DEAL: _of_deal,
    FileEntity.TASK: _of_task,
}


async def _locked_record(work: Work, entity_type: FileEntity, entity_id: UUID) -> Record:
    return await LOCKS[entity_type](work, entity_id)


async def _refuse_too_many(work: Work, data: NewFile) -> None:
    of_record = {"entity_type": data.entity_type, "entity_id": data.entity_id}
    count = select(func.count()).select_from(Attachment).filter_by(**of_record)
    if (await work.one(count) or 0) >= MOST:
        raise Conflict(f"This {data.entity_type} has {MOST} files already")


async def _view(work: Work, file: Attachment) -> FileView:
    name = await work.one(select(User.full_name).where(User.id == file.uploaded_by))
    return view_of(FileView, file, uploaded_by_name=name)


async def _record(
    work: Work,
    file: Attachment,
    record: Record,
    action: changes.Action,
    *,
    before: changes.Snapshot = changes.NOTHING,
    after: changes.Snapshot = changes.NOTHING,
) -> None:
    """In the log of the record, whose files these are."""
    names = {**record.names, "file_name": file.file_name}
    await changes.record(
        work,
        file.entity_type,
        file.entity_id,
        action,
        names=names,
        before=before,
        after=after,
        whose=record.whose,
    )
