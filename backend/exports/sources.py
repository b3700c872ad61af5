"""Which rows an export has: the very statements of the lists, without their limits."""

from collections.abc import AsyncGenerator, Mapping
from typing import Any

import asyncpg
import msgspec
from msgspec import Struct, structs

from backend.activity import queries as activity
from backend.activity.schemas import ActivityView
from backend.clients import queries as clients
from backend.clients.schemas import ClientSort, ClientView
from backend.core.actor import Actor
from backend.core.db import Database, Query
from backend.core.listing import Listing, ask
from backend.core.problems import explain_body
from backend.core.refusals import Invalid
from backend.core.schemas import FieldError
from backend.deals import queries as deals
from backend.deals.schemas import DealSort, DealView
from backend.exports.models import ExportEntity
from backend.exports.schemas import FILTERS, ActivityFilters, ExportFilters
from backend.tasks import queries as tasks
from backend.tasks.schemas import TaskSort, TaskView

PORTION = 500  # rows
PATIENCE = 60.0  # seconds for a portion: the first one may have to count a million rows
LISTINGS: Mapping[ExportEntity, tuple[Listing[Any], str]] = {
    ExportEntity.CLIENTS: (clients.LISTING, ClientSort.OLDEST),
    ExportEntity.DEALS: (deals.LISTING, DealSort.OLDEST),
    ExportEntity.TASKS: (tasks.LISTING, TaskSort.OLDEST),
}
VIEWS: Mapping[ExportEntity, type[Struct]] = {
    ExportEntity.CLIENTS: ClientView,
    ExportEntity.DEALS: DealView,
    ExportEntity.TASKS: TaskView,
    ExportEntity.ACTIVITY: ActivityView,
}


class Source(Struct, frozen=True):
    """Rows of the entity's view, and where ``counted`` the list's total behind each."""

    entity: ExportEntity
    query: Query
    values: Mapping[str, Any]

    @property
    def counted(self) -> bool:
        return self.entity in LISTINGS

    def total_of(self, row: asyncpg.Record) -> int | None:
        return row[-1] if self.counted else None


def filters_of(entity: ExportEntity, given: Mapping[str, Any]) -> ExportFilters:
    """Raises Invalid with a finding for each that the entity's list would refuse."""
    kind = FILTERS[entity]
    errors = [
        FieldError(f"/filters{error.pointer}", error.detail)
        for error in explain_body(msgspec.json.encode(given), kind)
    ]
    if errors:
        raise Invalid("; ".join(f"{e.pointer} {e.detail}" for e in errors), errors=errors)
    return msgspec.convert(given, kind)


def source(entity: ExportEntity, actor: Actor, filters: ExportFilters) -> Source:
    """As the actor may see them."""
    if isinstance(filters, ActivityFilters):
        return _log(actor, filters)
    listing, oldest = LISTINGS[entity]
    asked = ask(oldest, limit=1, offset=0, cursor=None, count="exact", **filters.said())
    shape, values = listing.plan(actor, asked)
    return Source(entity, listing.query(shape), values | {"rows": None})


async def portions(database: Database, source: Source) -> AsyncGenerator[list[asyncpg.Record]]:
    """Every row that the list has at this moment, whatever others write in the meantime.

    One statement under a cursor: PostgreSQL keeps its snapshot, and memory holds one portion.
    """
    arguments = source.query.arguments(dict(source.values))
    async with (
        database.reads.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        await connection.execute(f"SET LOCAL statement_timeout = '{PATIENCE:.0f}s'")
        rows = await connection.cursor(source.query.sql, *arguments)
        while portion := await rows.fetch(PORTION, timeout=PATIENCE):
            yield portion


def _log(actor: Actor, filters: ActivityFilters) -> Source:
    given = {name: value for name, value in structs.asdict(filters).items() if value is not None}
    query = activity.page_query(frozenset(given), sees_all=actor.sees_all, is_admin=actor.is_admin)
    values = given | {"actor_id": actor.id, "rows": None}
    return Source(ExportEntity.ACTIVITY, query, values)
