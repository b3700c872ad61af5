"""Reads of imports and of the rows that they rejected."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import JSONB

from backend.core.actor import Actor, scoped
from backend.core.db import Database, Query
from backend.core.listing import AnySelect, Asked, Listing, Sort, view_columns
from backend.core.paging import decode_cursor, encode_cursor
from backend.core.refusals import Conflict, NotFound
from backend.core.spreadsheets import BYTE_ORDER_MARK, safe_cell
from backend.imports.models import (
    FileFormat,
    Import,
    ImportFile,
    ImportLeftover,
    ImportMapping,
    ImportRejection,
)
from backend.imports.schemas import (
    ImportPage,
    ImportView,
    Layout,
    Leftover,
    LeftoverPage,
    MappingPage,
    MappingView,
    RejectedPage,
    RejectedRow,
)

NEWEST = "-created_at"
LINE = "line"
RECORD = "record_id"
ADDED = ["line", "reason"]
CSV_ROWS = 500  # a page of the download; a row may hold a million characters
MAPPING = func.coalesce(Import.settings["mapping"], func.jsonb_build_object(), type_=JSONB())
ORDERS = func.nullif(Import.settings, func.jsonb_build_object(), type_=JSONB())
COMPUTED = {"mapping": MAPPING.label("mapping"), "orders": ORDERS.label("orders")}
VIEW: AnySelect = select(*view_columns(ImportView, Import, **COMPUTED))
LISTING = Listing(
    ImportView,
    VIEW,
    key=Import.id,
    owners=[Import.created_by],
    sorts={NEWEST: Sort(Import.__table__.c.created_at, "created_at", datetime, descending=True)},
    clauses={},
)
ONE = VIEW.where(Import.id == bindparam("import_id"))
ONE_OF_ALL = Query(ONE)
ONE_OF_OWN = Query(scoped(ONE, Import.created_by, sees_all=False))
REJECTED = Query(
    select(ImportRejection.line, ImportRejection.reason, ImportRejection.row)
    .where(
        ImportRejection.import_id == bindparam("import_id"),
        ImportRejection.line > bindparam("after"),
    )
    .order_by(ImportRejection.line)
    .limit(bindparam("rows"))
    .offset(bindparam("skip"))
)
LEFT_ALONE = Query(
    select(ImportLeftover.record_id, ImportLeftover.name, ImportLeftover.reason)
    .where(
        ImportLeftover.import_id == bindparam("import_id"),
        ImportLeftover.record_id > bindparam("after"),
    )
    .order_by(ImportLeftover.record_id)
    .limit(bindparam("rows"))
    .offset(bindparam("skip"))
)
LATEST = "-used_at"
MAPPINGS = Listing(
    MappingView,
    select(*view_columns(MappingView, ImportMapping)),
    key=ImportMapping.id,
    owners=[ImportMapping.user_id],
    sorts={LATEST: Sort(ImportMapping.__table__.c.used_at, "used_at", datetime, descending=True)},
    clauses={},
)
FIRST = UUID(int=0)
FILE_IS_GONE = "The file was removed after 30 days; upload it again"
FILE = Query(select(ImportFile.content).where(ImportFile.import_id == bindparam("import_id")))


def of_own(actor: Actor) -> Actor:
    """An import is its maker's alone, whatever the instance's visibility; admins see all."""
    return msgspec.structs.replace(actor, sees_all=actor.is_admin)


async def one(database: Database, actor: Actor, import_id: UUID) -> ImportView:
    query = ONE_OF_ALL if actor.is_admin else ONE_OF_OWN
    row = await query.row(database, import_id=import_id, actor_id=actor.id)
    if row is None:
        raise NotFound("There is no such import")
    return ImportView(*row)


async def page(
    database: Database,
    actor: Actor,
    *,
    limit: int,
    offset: int,
    cursor: str | None,
    count: str | None,
) -> ImportPage:
    asked = Asked(NEWEST, {}, limit, offset, cursor, count == "exact")
    found = await LISTING.page(database, of_own(actor), asked)
    return ImportPage(
        found.items, found.total, found.total_is_exact, limit, offset, found.next_cursor
    )


async def rejected(
    database: Database,
    actor: Actor,
    import_id: UUID,
    *,
    limit: int,
    offset: int,
    cursor: str | None,
) -> RejectedPage:
    """In the order of the file."""
    total = (await one(database, actor, import_id)).rejected
    after = decode_cursor(cursor, LINE, int)[0] if cursor else 0
    skip = 0 if cursor else offset
    rows = await _rejected(database, import_id, after=after, skip=skip, rows=limit + 1)
    more = encode_cursor(LINE, rows[limit - 1].line, import_id) if len(rows) > limit else None
    return RejectedPage(rows[:limit], total, True, limit, offset, more)


async def rejected_csv(database: Database, shown: ImportView) -> AsyncIterator[str]:
    """The file's own columns, then the line and the reason; to be mended and uploaded again."""
    columns = shown.columns
    if columns[-2:] == ADDED:  # it came from here: one round of mending was not enough
        columns = columns[:-2]
    yield BYTE_ORDER_MARK + _line([*columns, *ADDED])
    after = 0
    while rows := await _rejected(database, shown.id, after=after, skip=0, rows=CSV_ROWS):
        yield "".join(_line(_cells(row, len(columns), len(shown.columns))) for row in rows)
        after = rows[-1].line


async def leftovers(
    database: Database,
    actor: Actor,
    import_id: UUID,
    *,
    limit: int,
    offset: int,
    cursor: str | None,
) -> LeftoverPage:
    total = (await one(database, actor, import_id)).left_alone
    after = decode_cursor(cursor, RECORD, type(None))[1] if cursor else FIRST
    skip = 0 if cursor else offset
    rows = await _left_alone(database, import_id, after=after, skip=skip, rows=limit + 1)
    more = encode_cursor(RECORD, None, rows[limit - 1].record_id) if len(rows) > limit else None
    return LeftoverPage(rows[:limit], total, True, limit, offset, more)


async def leftovers_csv(database: Database, shown: ImportView) -> AsyncIterator[str]:
    yield BYTE_ORDER_MARK + _line(["id", "name", "reason"])
    after = FIRST
    while rows := await _left_alone(database, shown.id, after=after, skip=0, rows=CSV_ROWS):
        yield "".join(_line([str(row.record_id), row.name, row.reason]) for row in rows)
        after = rows[-1].record_id


async def mappings(
    database: Database,
    actor: Actor,
    *,
    limit: int,
    offset: int,
    cursor: str | None,
    count: str | None,
) -> MappingPage:
    """One's own alone, an admin's too: they are nobody else's business."""
    asked = Asked(LATEST, {}, limit, offset, cursor, count == "exact")
    found = await MAPPINGS.page(database, msgspec.structs.replace(actor, sees_all=False), asked)
    return MappingPage(
        found.items, found.total, found.total_is_exact, limit, offset, found.next_cursor
    )


async def content(database: Database, import_id: UUID) -> bytes | None:
    row = await FILE.row(database, import_id=import_id)
    return row[0] if row else None


async def own_table(database: Database, actor: Actor, import_id: UUID) -> bytes:
    """Raises NotFound for somebody else's import, and Conflict once the file is gone.

    And for a workbook: one sheet alone is kept of it, so another one is another upload.
    """
    shown = await one(database, actor, import_id)
    layout = msgspec.convert(shown.layout, Layout)  # a row's JSON, which is read only here
    if layout.format is not FileFormat.CSV:
        raise Conflict("A workbook is read in one way only; for another sheet, upload it again")
    found = await content(database, import_id)
    if found is None:
        raise Conflict(FILE_IS_GONE)
    return found


async def _left_alone(
    database: Database, import_id: UUID, *, after: UUID, skip: int, rows: int
) -> list[Leftover]:
    values = {"import_id": import_id, "after": after, "skip": skip, "rows": rows}
    return [Leftover(*row) for row in await LEFT_ALONE.rows(database, **values)]


async def _rejected(
    database: Database, import_id: UUID, *, after: int, skip: int, rows: int
) -> list[RejectedRow]:
    values = {"import_id": import_id, "after": after, "skip": skip, "rows": rows}
    return [RejectedRow(*row) for row in await REJECTED.rows(database, **values)]


def _cells(row: RejectedRow, width: int, full_width: int) -> list[str]:
    """A row that is too short is filled up, so that the reason stands under its own header."""
    own = row.row[:width] if len(row.row) <= full_width else row.row
    return [*own, *[""] * (width - len(own)), str(row.line), row.reason]


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([safe_cell(cell) for cell in cells])
    return out.getvalue()
