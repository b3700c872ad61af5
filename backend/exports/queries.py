"""Reads of exports; each is its maker's alone, and admins see all."""

from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import bindparam, select

from backend.core.actor import Actor, Role, scoped
from backend.core.db import Database, Query
from backend.core.listing import AnySelect, Asked, Listing, Sort, view_columns
from backend.core.refusals import Conflict, NotFound
from backend.core.storage import Label
from backend.exports.models import Export, ExportFormat
from backend.exports.schemas import ExportPage, ExportView
from backend.exports.tables import CONTENT_TYPES

NEWEST = "-created_at"
VIEW: AnySelect = select(*view_columns(ExportView, Export))
# What an admin exported may tell more than a user sees, and so more than a token without `admin`.
AS_USER = Export.created_as.is_distinct_from(Role.ADMIN)
LISTING = Listing(
    ExportView,
    VIEW,
    key=Export.id,
    owners=[Export.created_by],
    sorts={NEWEST: Sort(Export.__table__.c.created_at, "created_at", datetime, descending=True)},
    clauses={"as_user": AS_USER},
)
BY_ID = Export.id == bindparam("export_id")
ONE_OF_ALL = Query(VIEW.where(BY_ID))
ONE_OF_OWN = Query(scoped(VIEW.where(BY_ID, AS_USER), Export.created_by, sees_all=False))
STORED = Query(select(Export.key, Export.file_name, Export.format).where(BY_ID))


class Stored(Struct, frozen=True):
    key: str
    label: Label


async def one(database: Database, actor: Actor, export_id: UUID) -> ExportView:
    query = ONE_OF_ALL if actor.is_admin else ONE_OF_OWN
    row = await query.row(database, export_id=export_id, actor_id=actor.id)
    if row is None:
        raise NotFound("There is no such export")
    return ExportView(*row)


async def page(
    database: Database,
    actor: Actor,
    *,
    limit: int,
    offset: int,
    cursor: str | None,
    count: str | None,
) -> ExportPage:
    narrowed = {} if actor.is_admin else {"as_user": True}
    asked = Asked(NEWEST, narrowed, limit, offset, cursor, count == "exact")
    of_own = msgspec.structs.replace(actor, sees_all=actor.is_admin)
    found = await LISTING.page(database, of_own, asked)
    return ExportPage(
        found.items, found.total, found.total_is_exact, limit, offset, found.next_cursor
    )


async def stored(database: Database, actor: Actor, export_id: UUID) -> Stored:
    """Raises Conflict where there is no file yet, or none any more."""
    shown = await one(database, actor, export_id)
    row = await STORED.row(database, export_id=export_id)
    if row is None or row["key"] is None:
        raise Conflict(f"There is no file: the export is {shown.state}")
    content_type = CONTENT_TYPES[ExportFormat(row["format"])]
    return Stored(row["key"], Label(row["file_name"], content_type))
