"""Reads of the change log: newest first, by cursor alone."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import (
    CTE,
    ColumnElement,
    ScalarSelect,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    column,
    or_,
    select,
    table,
)

from backend.accounts.models import User
from backend.activity.partitions import first_id_about, first_id_recent, first_id_since
from backend.activity.schemas import ActivityPage, ActivityView, Only
from backend.core.actor import Actor
from backend.core.changes import ActivityLog
from backend.core.db import Database, Query
from backend.core.listing import view_columns
from backend.core.paging import decode_cursor, encode_cursor
from backend.core.refusals import Invalid, NotFound

SORT = "-id"
# Named, not imported: the log knows that records have owners, not what they are.
OWNERS = {
    "client": ("clients", "owner_id"),
    "deal": ("deals", "owner_id"),
    "task": ("tasks", "assigned_to", "created_by"),
    "import": ("imports", "created_by"),
    "export": ("exports", "created_by"),
}
# Their makers' alone, whoever sees all.
PRIVATE = (
    *("channel", "dead_letter", "import", "import_mapping", "export", "feed", "token", "view"),
    "webhook",
)
ACTOR = bindparam("actor_id", type_=ActivityLog.user_id.type)
CLAUSES: dict[str, ColumnElement[bool]] = {
    "entity_type": ActivityLog.entity_type == bindparam("entity_type"),
    "entity_uuid": ActivityLog.entity_uuid == bindparam("entity_uuid"),
    "entity_uuids": ActivityLog.entity_uuid == any_(bindparam("entity_uuids")),
    "user_id": ActivityLog.user_id == bindparam("user_id"),
    "since": ActivityLog.created_at >= bindparam("since"),
    "cursor": ActivityLog.id < bindparam("cursor_id"),
    "id": ActivityLog.id == bindparam("entry_id"),
    "first": ActivityLog.id >= bindparam("first"),
    "notes": ActivityLog.action == "noted",
    "changes": ActivityLog.action != "noted",
}
# Also an admin is told nothing of how other people look at their lists.
TO_ADMINS = or_(ActivityLog.entity_type != "view", ActivityLog.user_id == ACTOR)
CLIENTS = table("clients", column("id", Uuid()), column("merged_into", Uuid()))


def _merged_into(client: ColumnElement[Any]) -> CTE:
    """Clients that became part of this one, and those that had become part of them before."""
    into = select(CLIENTS.c.id).where(CLIENTS.c.merged_into == client).cte("merged", recursive=True)
    return into.union(select(CLIENTS.c.id).join(into, CLIENTS.c.merged_into == into.c.id))


MERGED = Query(select(_merged_into(bindparam("entity_uuid", type_=Uuid())).c.id))


class AskedActivity(Struct, frozen=True):
    filters: dict[str, Any]
    limit: int
    cursor: str | None = None


def ask(
    *,
    entity_type: str | None,
    entity_uuid: UUID | None,
    user_id: UUID | None,
    since: str | None,
    only: Only | None,
    limit: int,
    cursor: str | None,
) -> AskedActivity:
    given = {
        "entity_type": entity_type,
        "entity_uuid": entity_uuid,
        "user_id": user_id,
        "since": None if since is None else _moment(since),
    }
    filters: dict[str, Any] = {n: value for n, value in given.items() if value is not None}
    if only is not None:
        filters[only] = True
    return AskedActivity(filters, limit, cursor)


def _moment(text: str) -> datetime:
    try:
        return msgspec.convert(text, datetime)
    except msgspec.ValidationError as error:
        raise Invalid.field("?since", "There is no such moment") from error


async def activity(database: Database, actor: Actor, asked: AskedActivity) -> ActivityPage:
    """Looks at two months first: planning for all that there are would take ten times as long."""
    filters = await _with_merged(database, asked.filters)
    values: dict[str, Any] = filters | {"actor_id": actor.id, "rows": asked.limit + 1}
    names = frozenset(filters) | {"first"}
    if asked.cursor:
        _, values["cursor_id"] = decode_cursor(asked.cursor, SORT, type(None))
        names |= {"cursor"}
    query = page_query(names, sees_all=actor.sees_all, is_admin=actor.is_admin)
    lowest = _lowest(filters)
    recent = max(lowest, first_id_recent(values.get("cursor_id"), datetime.now(UTC)))
    first = lowest if names & {"entity_uuid", "entity_uuids"} else recent
    rows = await query.rows(database, **values, first=first)
    if len(rows) <= asked.limit and first > lowest:
        rows = await query.rows(database, **values, first=lowest)
    items = [ActivityView(*row) for row in rows[: asked.limit]]
    more = encode_cursor(SORT, None, items[-1].id) if len(rows) > asked.limit else None
    return ActivityPage(items, asked.limit, more)


async def entry(database: Database, actor: Actor, entry_id: UUID) -> ActivityView:
    query = page_query(frozenset({"id"}), sees_all=actor.sees_all, is_admin=actor.is_admin)
    row = await query.row(database, entry_id=entry_id, actor_id=actor.id, rows=1)
    if row is None:
        raise NotFound("There is no such entry")
    return ActivityView(*row)


def _lowest(filters: dict[str, Any]) -> UUID:
    """No entry that is asked for has a lower id, so that earlier months are not looked at."""
    since, record = filters.get("since"), filters.get("entity_uuid")
    records = [record] if record else filters.get("entity_uuids", [])
    bounds = (
        first_id_since(since) if since else UUID(int=0),
        min(map(first_id_about, records), default=UUID(int=0)),
    )
    return max(bounds)


async def _with_merged(database: Database, filters: dict[str, Any]) -> dict[str, Any]:
    """What happened to a client happened also to those that were merged into it."""
    record, kind = filters.get("entity_uuid"), filters.get("entity_type", "client")
    if record is None or kind != "client":
        return filters
    merged = [row["id"] for row in await MERGED.rows(database, entity_uuid=record)]
    others = {name: value for name, value in filters.items() if name != "entity_uuid"}
    return others | {"entity_uuids": [record, *merged]} if merged else filters


@lru_cache
def page_query(filters: frozenset[str], *, sees_all: bool, is_admin: bool) -> Query:
    statement = (
        select(*view_columns(ActivityView, ActivityLog, user_name=User.full_name))
        .outerjoin(User, User.id == ActivityLog.user_id)
        .where(*(CLAUSES[name] for name in sorted(filters)))
        .order_by(ActivityLog.id.desc())
        .limit(bindparam("rows"))
    )
    return Query(statement.where(TO_ADMINS if is_admin else _visible(sees_all=sees_all)))


def _visible(*, sees_all: bool) -> ColumnElement[bool]:
    """What the actor did, and what happened to the records that are theirs now.

    Who sees all still does not see what is other people's alone.
    """
    records = {kind: _is_theirs(*owned) for kind, owned in OWNERS.items()}
    owned = case(records, value=ActivityLog.entity_type, else_=False)
    theirs = or_(ActivityLog.user_id == ACTOR, owned)
    shared = and_(*(ActivityLog.entity_type != kind for kind in PRIVATE))
    seen = or_(shared, theirs) if sees_all else theirs
    return and_(ActivityLog.entity_type != "webhook", seen)  # an address may be a secret


def _is_theirs(records: str, *owners: str) -> ScalarSelect[bool]:
    """Looked up for one entry after the other: an EXISTS would read all records beforehand."""
    columns = [column(owner, ActivityLog.user_id.type) for owner in owners]
    kept = table(records, column("id"), *columns)
    mine = or_(*(owner == ACTOR for owner in columns))
    return select(mine).where(kept.c.id == ActivityLog.entity_uuid).scalar_subquery()
