"""Reads of deals and of the board: columns straight into views."""

import asyncio
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from backend.accounts.models import User
from backend.clients.models import Client
from backend.core.actor import Actor, scoped
from backend.core.db import Database, Query
from backend.core.listing import AnySelect, Asked, Listing, Sort, view_columns
from backend.core.paging import contains, encode_cursor
from backend.core.refusals import NotFound
from backend.core.schemas import Money
from backend.deals.models import DEAL_STEPS, Deal, DealStatus, DealTotal
from backend.deals.schemas import Board, BoardColumn, DealCard, DealPage, DealSort, DealView

# asyncpg reads and writes PostgreSQL's infinity as the last day that Python knows.
NEVER = literal_column("'infinity'::date", Date())
CLOSES = func.coalesce(Deal.expected_close_date, NEVER)
CLOSES_OR_LONG_AGO = func.coalesce(
    Deal.expected_close_date, literal_column("'-infinity'::date", Date())
)
IDLE_SINCE = func.now() - func.make_interval(0, 0, 0, bindparam("idle_days"))


def steps_of(deal_id: ColumnElement[UUID] | InstrumentedAttribute[UUID]) -> dict[str, Any]:
    """What the views tell of a deal's open tasks; asked for the rows of the page alone."""
    of_deal = DEAL_STEPS.c.deal_id == deal_id
    first = select(func.nullif(func.min(DEAL_STEPS.c.due), NEVER, type_=Date())).where(of_deal)
    count = select(func.count()).select_from(DEAL_STEPS).where(of_deal)
    return {"open_tasks": count.scalar_subquery(), "next_task_due": first.scalar_subquery()}


def _joined() -> AnySelect:
    others = {"client_name": Client.name, "owner_name": User.full_name, **steps_of(Deal.id)}
    return (
        select(*view_columns(DealView, Deal, **others))
        .join(Client, Client.id == Deal.client_id)
        .join(User, User.id == Deal.owner_id)
    )


def _total(filters: frozenset[str]) -> AnySelect | None:
    """Maintained for live deals by status and owner."""
    if not filters <= {"live", "owner", "status"}:
        return None
    total: AnySelect = select(func.coalesce(func.sum(DealTotal.count), 0))
    if "owner" in filters:
        total = total.where(DealTotal.owner_id == bindparam("owner"))
    if "status" in filters:
        total = total.where(DealTotal.status == bindparam("status"))
    return total


def _sort(by: DealSort) -> Sort:
    field = by.value.removeprefix("-")
    descending = by.value.startswith("-")
    column = getattr(Deal, field)
    if by is DealSort.CLOSE_DATE:
        return Sort(CLOSES, field, date, when_null=date.max)
    if by is DealSort.CLOSE_DATE_DESC:
        return Sort(CLOSES_OR_LONG_AGO, field, date, descending=True, when_null=date.min)
    kind = column.type.python_type
    return Sort(column, field, kind, descending=descending, folded=field == "title")


CLAUSES: Mapping[str, ColumnElement[bool]] = {
    "live": Deal.deleted_at.is_(None),
    "trashed": Deal.deleted_at.is_not(None),
    "status": Deal.status == bindparam("status"),
    "client": Deal.client_id == bindparam("client"),
    "owner": Deal.owner_id == bindparam("owner"),
    "amount_min": Deal.amount >= bindparam("amount_min"),
    "amount_max": Deal.amount <= bindparam("amount_max"),
    # Said twice: the expression has the index, the column has the statistics.
    "close_from": and_(
        Deal.expected_close_date >= bindparam("close_from"), bindparam("close_from") <= CLOSES
    ),
    "close_to": and_(
        Deal.expected_close_date <= bindparam("close_to"), bindparam("close_to") >= CLOSES
    ),
    "without_next_step": and_(
        Deal.closed_at.is_(None), ~exists().where(DEAL_STEPS.c.deal_id == Deal.id)
    ),
    "idle_days": and_(Deal.closed_at.is_(None), Deal.updated_at < IDLE_SINCE),
    "search": contains(Deal.search),
}
LISTING = Listing(
    DealView,
    _joined(),
    key=Deal.id,
    owners=[Deal.owner_id],
    sorts={by.value: _sort(by) for by in DealSort},
    clauses=CLAUSES,
    totals=_total,
    totals_owners=[DealTotal.owner_id],
)
ONE = _joined().where(Deal.id == bindparam("deal_id"))
ONE_OF_ALL = Query(ONE)
ONE_OF_OWN = Query(scoped(ONE, Deal.owner_id, sees_all=False))


async def deal(database: Database, actor: Actor, deal_id: UUID) -> DealView:
    """A trashed one too: its page says so and offers to restore it."""
    query = ONE_OF_ALL if actor.sees_all else ONE_OF_OWN
    row = await query.row(database, deal_id=deal_id, actor_id=actor.id)
    if row is None:
        raise NotFound("There is no such deal")
    return DealView(*row)


async def deals(database: Database, actor: Actor, asked: Asked) -> DealPage:
    found = await LISTING.page(database, actor, asked)
    return DealPage(
        found.items,
        found.total,
        found.total_is_exact,
        asked.limit,
        asked.offset,
        found.next_cursor,
    )


async def board(
    database: Database, actor: Actor, filters: Mapping[str, Any], *, limit: int
) -> Board:
    """Every column's exact count and sums, and its first cards: two statements side by side."""
    values = {**filters, "actor_id": actor.id, "rows": limit + 1}
    names = frozenset(filters)
    totals, cards = await asyncio.gather(
        totals_query(names, sees_all=actor.sees_all).rows(database, **values),
        cards_query(names, sees_all=actor.sees_all).rows(database, **values),
    )
    return Board([_column(status, totals, cards, limit) for status in DealStatus])


def _column(status: DealStatus, totals: list[Any], cards: list[Any], limit: int) -> BoardColumn:
    mine = [DealCard(*row) for row in cards if row["status"] == status]
    sums = [row for row in totals if row["status"] == status]
    more = None
    if len(mine) > limit:
        more = encode_cursor(DealSort.RANK, mine[limit - 1].rank, mine[limit - 1].id)
    return BoardColumn(
        status,
        sum(row["count"] for row in sums),
        [Money(row["currency"], row["amount"]) for row in sums],
        mine[:limit],
        more,
    )


@lru_cache(maxsize=256)
def totals_query(filters: frozenset[str], *, sees_all: bool) -> Query:
    """Of the kept totals where they know what is asked for, else counted."""
    if not filters <= {"live", "owner"}:
        return Query(_counted(filters, sees_all=sees_all))
    amount = func.sum(DealTotal.amount, type_=DealTotal.amount.type)
    statement = select(
        DealTotal.status,
        DealTotal.currency,
        func.sum(DealTotal.count).label("count"),
        amount.label("amount"),
    ).group_by(DealTotal.status, DealTotal.currency)
    if "owner" in filters:
        statement = statement.where(DealTotal.owner_id == bindparam("owner"))
    statement = statement.having(func.sum(DealTotal.count) > 0).order_by(DealTotal.currency)
    return Query(scoped(statement, DealTotal.owner_id, sees_all=sees_all))


def _counted(filters: frozenset[str], *, sees_all: bool) -> AnySelect:
    amount = func.sum(Deal.amount, type_=DealTotal.amount.type)
    counted = select(
        Deal.status, Deal.currency, func.count().label("count"), amount.label("amount")
    ).group_by(Deal.status, Deal.currency)
    return _narrowed(counted, filters, sees_all=sees_all).order_by(Deal.currency)


@lru_cache(maxsize=256)
def cards_query(filters: frozenset[str], *, sees_all: bool) -> Query:
    """For each column a walk along its index, no further than its first page.

    Names and steps are joined to those few cards: joined before the limit, each column would
    have PostgreSQL set up a cache for all of its deals (1 ms).
    """
    parts = [_first_cards(status, filters, sees_all=sees_all) for status in DealStatus]
    first = union_all(*parts).subquery("first")
    columns: dict[str, Any] = {column.key: column for column in first.c}
    columns |= {"client_name": Client.name, "owner_name": User.full_name, **steps_of(first.c.id)}
    return Query(
        select(*(columns[name] for name in DealCard.__struct_fields__))
        .join(Client, Client.id == first.c.client_id)
        .join(User, User.id == first.c.owner_id)
        .order_by(first.c.rank, first.c.id)
    )


def _first_cards(status: DealStatus, filters: frozenset[str], *, sees_all: bool) -> AnySelect:
    own = [getattr(Deal, name) for name in DealCard.__struct_fields__ if hasattr(Deal, name)]
    statement: AnySelect = select(*own).where(Deal.status == status)
    statement = _narrowed(statement, filters, sees_all=sees_all)
    first = statement.order_by(Deal.rank, Deal.id).limit(bindparam("rows")).subquery()
    return select(first)


def _narrowed(statement: AnySelect, filters: frozenset[str], *, sees_all: bool) -> AnySelect:
    for name in sorted(filters):
        statement = statement.where(CLAUSES[name])
    return scoped(statement, Deal.owner_id, sees_all=sees_all)
