"""Reads of attached files; who may see the record may see its files."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, select

from backend.accounts.models import User
from backend.clients.queries import client
from backend.core.actor import Actor
from backend.core.db import Database, Query
from backend.core.listing import AnySelect, Asked, Listing, Sort, view_columns
from backend.core.refusals import NotFound
from backend.deals.queries import deal
from backend.files.models import Attachment, FileEntity, FileState
from backend.files.schemas import FilePage, FileSort, FileView
from backend.files.uploads import Stored
from backend.tasks.queries import task

# Each raises NotFound for who may not see the record.
SEE: dict[FileEntity, Callable[[Database, Actor, UUID], Awaitable[Any]]] = {
    FileEntity.CLIENT: client,
    FileEntity.DEAL: deal,
    FileEntity.TASK: task,
}
JOINED: AnySelect = select(
    *view_columns(FileView, Attachment, uploaded_by_name=User.full_name)
).join(User, User.id == Attachment.uploaded_by)


def _total(_: frozenset[str]) -> AnySelect:
    """Counted each time: a record has at most a hundred."""
    counted: AnySelect = select(func.count()).where(
        Attachment.entity_type == bindparam("entity_type"),
        Attachment.entity_id == bindparam("entity_id"),
        Attachment.state == FileState.READY,
    )
    return counted


COLUMNS = Attachment.__table__.c
LISTING = Listing(
    FileView,
    JOINED.where(Attachment.state == FileState.READY),
    key=Attachment.id,
    owners=[Attachment.uploaded_by],
    sorts={
        FileSort.NEWEST: Sort(COLUMNS.created_at, "created_at", datetime, descending=True),
        FileSort.OLDEST: Sort(COLUMNS.created_at, "created_at", datetime),
        FileSort.NAME: Sort(COLUMNS.file_name, "file_name", str, folded=True),
    },
    clauses={
        "entity_type": Attachment.entity_type == bindparam("entity_type"),
        "entity_id": Attachment.entity_id == bindparam("entity_id"),
    },
    totals=_total,
    totals_owners=[Attachment.uploaded_by],
)
ONE = Query(JOINED.where(Attachment.id == bindparam("file_id")))
STORED = Query(
    select(*view_columns(Stored, Attachment)).where(Attachment.id == bindparam("file_id"))
)


async def files(
    database: Database,
    actor: Actor,
    entity_type: FileEntity,
    entity_id: UUID,
    *,
    sort: FileSort,
    limit: int,
    offset: int,
    cursor: str | None,
) -> FilePage:
    await SEE[entity_type](database, actor, entity_id)
    of_record = {"entity_type": entity_type, "entity_id": entity_id}
    asked = Asked(sort, of_record, limit, offset, cursor)
    found = await LISTING.page(database, msgspec.structs.replace(actor, sees_all=True), asked)
    return FilePage(found.items, found.total, True, limit, offset, found.next_cursor)


async def file(database: Database, actor: Actor, file_id: UUID) -> FileView:
    row = await ONE.row(database, file_id=file_id)
    if row is None:
        raise _missing()
    shown = FileView(*row)
    await _require_visible(database, actor, shown)
    return shown


async def stored(database: Database, actor: Actor, file_id: UUID) -> Stored:
    row = await STORED.row(database, file_id=file_id)
    if row is None:
        raise _missing()
    found = Stored(*row)
    await _require_visible(database, actor, found)
    return found


async def _require_visible(database: Database, actor: Actor, found: FileView | Stored) -> None:
    """A pending one is its sender's alone."""
    if found.state == FileState.PENDING and not actor.is_admin and found.uploaded_by != actor.id:
        raise _missing()
    try:
        await SEE[found.entity_type](database, actor, found.entity_id)
    except NotFound as error:
        raise _missing() from error


def _missing() -> NotFound:
    return NotFound("There is no such file")
