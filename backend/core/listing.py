"""Lists of a feature's records: typed filters, sorts by enum, keyset or offset, honest totals.

A total is exact where maintained totals cover the filters, or up to 1,000 rows; beyond that it
says "more", unless the caller asks for ``count=exact``.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

from msgspec import Struct
from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.core.actor import Actor, scoped
from backend.core.db import Database, Query
from backend.core.paging import COUNTED, Compared, beyond, decode_cursor, encode_cursor, fold

V = TypeVar("V", bound=Struct)
P = TypeVar("P", bound=Struct)
Counting = Literal["maintained", "bounded", "exact", "none"]
AnySelect = Select[*tuple[Any, ...]]


class Sort(Struct, frozen=True, eq=False):
    """``field`` is the view's attribute; ``kind`` its type inside a cursor."""

    column: ColumnElement[Any]
    field: str
    kind: Any
    descending: bool = False
    when_null: Any = None
    folded: bool = False

    @property
    def value(self) -> ColumnElement[Any]:
        """What is compared: text without case and accents."""
        return fold(self.column) if self.folded else self.column


def latest_first(column: ColumnElement[Any], field: str) -> Sort:
    return Sort(column, field, datetime, descending=True)


class Asked(Struct, frozen=True):
    """What a caller wants of a list; ``filters`` holds only those that were given."""

    sort: str
    filters: Mapping[str, Any]
    limit: int
    offset: int = 0
    cursor: str | None = None
    exact: bool = False


def ask(
    sort: str,
    *,
    limit: int,
    offset: int,
    cursor: str | None,
    count: str | None,
    trashed: bool = False,
    **filters: Any,
) -> Asked:
    """What a list's query parameters say."""
    narrowed = given(trashed=trashed, **filters)
    return Asked(sort, narrowed, limit, offset, cursor, count == "exact")


def given(*, trashed: bool = False, **filters: Any) -> dict[str, Any]:
    """The filters that a caller set; one of None was not."""
    state = {"trashed" if trashed else "live": True}
    return state | {name: value for name, value in filters.items() if value is not None}


class Found(Struct, Generic[V]):
    items: list[V]
    total: int
    total_is_exact: bool
    next_cursor: str | None


class Shape(Struct, frozen=True):
    """What decides the text of a statement; one is compiled for each shape in use."""

    sort: str
    filters: frozenset[str]
    sees_all: bool
    from_cursor: bool
    counting: Counting


def none_are_kept(_: frozenset[str]) -> None:
    """Of most lists: their rows are counted."""


class Listing(Generic[V]):
    """``joined`` selects the view's columns; ``clauses`` bind a parameter of their own name."""

    def __init__(
        self,
        view: type[V],
        joined: AnySelect,
        *,
        key: InstrumentedAttribute[UUID],
        owners: Sequence[InstrumentedAttribute[UUID]],
        sorts: Mapping[str, Sort],
        clauses: Mapping[str, ColumnElement[bool]],
        totals: Callable[[frozenset[str]], AnySelect | None] = none_are_kept,
        totals_owners: Sequence[InstrumentedAttribute[UUID]] = (),
    ) -> None:
        self._view = view
        self._joined = joined
        self._key = key
        self._owners = owners
        self._sorts = sorts
        self._clauses = clauses
        self._totals = totals
        self._totals_owners = totals_owners
        self.query = lru_cache(maxsize=512)(self._compile)
        self._counted = lru_cache(maxsize=512)(self._count_of)
        self._is_maintained = lru_cache(maxsize=512)(self._has_totals)

    async def page(self, database: Database, actor: Actor, asked: Asked) -> Found[V]:
        shape, values = self.plan(actor, asked)
        rows = await self.query(shape).rows(database, **values)
        total = rows[0][-1] if rows else await self._count(database, shape, values)
        if shape.counting == "bounded" and total > COUNTED:
            rows = await self.query(uncounted(shape)).rows(database, **values)
        return self._found(rows, asked, total, shape.counting)

    def plan(self, actor: Actor, asked: Asked) -> tuple[Shape, dict[str, Any]]:
        """The shape of the statement that answers, and the values of its parameters."""
        names = frozenset(asked.filters)
        values = {**asked.filters, "actor_id": actor.id}
        values |= {"rows": asked.limit + 1, "skip": asked.offset}
        if asked.cursor:
            kind = self._sorts[asked.sort].kind
            value, last = decode_cursor(asked.cursor, asked.sort, kind)
            values |= {"cursor_value": value, "cursor_id": last, "skip": 0}
        counting: Counting = "exact" if asked.exact else "bounded"
        if self._is_maintained(names):
            counting = "maintained"
        from_cursor = asked.cursor is not None
        return Shape(asked.sort, names, actor.sees_all, from_cursor, counting), values

    def keys(self, shape: Shape) -> AnySelect:
        """Ids in their order, beyond the bound ``after`` and up to the bound ``until``."""
        kind = self._key.type
        return (
            self._narrowed(select(self._key), shape)
            .where(self._key > bindparam("after", type_=kind))
            .where(self._key <= bindparam("until", type_=kind))
            .order_by(self._key)
            .limit(bindparam("rows"))
        )

    def _found(self, rows: Sequence[Any], asked: Asked, total: int, counting: Counting) -> Found[V]:
        sort = self._sorts[asked.sort]
        view, width = self._view, len(self._view.__struct_fields__)
        items = [view(*row[:width]) for row in rows[: asked.limit]]
        more = None
        if len(rows) > asked.limit:
            value = getattr(items[-1], sort.field)
            if value is None:
                value = sort.when_null
            more = encode_cursor(asked.sort, value, rows[asked.limit - 1]["id"])
        exact = counting != "bounded" or total <= COUNTED
        return Found(items, total if exact else COUNTED, exact, more)

    async def _count(self, database: Database, shape: Shape, values: dict[str, Any]) -> int:
        if not (shape.from_cursor or values["skip"]):
            return 0  # the first page, and nothing on it
        row = await self._counted(shape).row(database, **values)
        return row[0] if row else 0

    def _count_of(self, shape: Shape) -> Query:
        return Query(select(self._total(shape)))

    def _has_totals(self, filters: frozenset[str]) -> bool:
        return self._totals(filters) is not None

    def _compile(self, shape: Shape) -> Query:
        if shape.counting == "bounded":
            return Query(self._searched(shape))
        statement = self._narrowed(self._joined, shape)
        if shape.counting != "none":
            statement = statement.add_columns(self._total(shape).label("total"))
        return Query(self._ordered(statement, shape))

    def _searched(self, shape: Shape) -> AnySelect:
        """Finds at most 1,001 keys in any order, then sorts those: cheap for any search."""
        sort = self._sorts[shape.sort]
        found = (
            self._narrowed(select(self._key.label("id"), sort.value.label("value")), shape)
            .limit(COUNTED + 1)
            .cte("found")
        )
        statement = select(found.c.id, found.c.value)
        if shape.from_cursor:
            statement = statement.where(
                beyond(found.c.value, found.c.id, folded=sort.folded, descending=sort.descending)
            )
        page = (
            statement.order_by(*_order(found.c.value, found.c.id, descending=sort.descending))
            .limit(bindparam("rows"))
            .offset(bindparam("skip"))
            .cte("page")
        )
        total = select(func.count()).select_from(found).scalar_subquery().label("total")
        return (
            self._joined.join(page, page.c.id == self._key)
            .add_columns(total)
            .order_by(*_order(page.c.value, page.c.id, descending=sort.descending))
        )

    def _narrowed(self, statement: AnySelect, shape: Shape) -> AnySelect:
        for name in sorted(shape.filters):
            statement = statement.where(self._clauses[name])
        return scoped(statement, *self._owners, sees_all=shape.sees_all)

    def _ordered(self, statement: AnySelect, shape: Shape) -> AnySelect:
        sort = self._sorts[shape.sort]
        if shape.from_cursor:
            statement = statement.where(
                beyond(sort.value, self._key, folded=sort.folded, descending=sort.descending)
            )
        return (
            statement.order_by(*_order(sort.value, self._key, descending=sort.descending))
            .limit(bindparam("rows"))
            .offset(bindparam("skip"))
        )

    def _total(self, shape: Shape) -> Any:
        if shape.counting == "maintained":
            maintained = self._totals(shape.filters)
            if maintained is not None:
                return scoped(
                    maintained, *self._totals_owners, sees_all=shape.sees_all
                ).scalar_subquery()
        rows = self._narrowed(select(self._key), shape)
        if shape.counting == "bounded":
            rows = rows.limit(COUNTED + 1)
        return select(func.count()).select_from(rows.subquery()).scalar_subquery()


def page_as(kind: type[P], found: Found[V], asked: Asked) -> P:
    """The wire's page: each has its own type, and all of them these fields."""
    return kind(
        found.items,
        found.total,
        found.total_is_exact,
        asked.limit,
        asked.offset,
        found.next_cursor,
    )


def uncounted(shape: Shape) -> Shape:
    return Shape(shape.sort, shape.filters, shape.sees_all, shape.from_cursor, "none")


def view_columns(view: type[Struct], model: type[Any], **others: Any) -> list[Any]:
    """The view's fields as columns of the model, but for those named in ``others``."""
    return [others.get(name, getattr(model, name, None)) for name in view.__struct_fields__]


def _order(
    value: Compared, key: Compared, *, descending: bool
) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    return (value.desc(), key.desc()) if descending else (value.asc(), key.asc())
