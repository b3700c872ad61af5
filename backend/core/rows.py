"""Records by the hundred, as JSON writes them: read, compared, logged and written in one form."""

from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from sqlalchemy import TextClause, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError

from backend.core.listing import AnySelect
from backend.core.problems import Conflicts, explain_database
from backend.core.refusals import Busy, Refusal
from backend.core.work import Work

Values = dict[str, Any]
T = TypeVar("T")
R = TypeVar("R")
Statement = Callable[[str, tuple[str, ...]], TextClause]


class Item(Struct, eq=False):
    """A record in memory; ``birth`` holds what is written only when it is made."""

    id: str
    values: Values
    version: int
    birth: Values = {}

    def row(self) -> Values:
        return {"id": self.id, "version": self.version, **self.values, **self.birth}


async def items(
    work: Work, statement: AnySelect, fields: Sequence[str], **values: Any
) -> list[Item]:
    """Records of a select of ``id``, ``version`` and the fields, in this order."""
    rows = await work.session.execute(statement, values)
    return [Item(str(row[0]), _values(fields, row[2:]), row[1]) for row in rows]


async def insert_rows(work: Work, table: str, rows: Sequence[Values]) -> None:
    """One statement, however many rows: triggers keep totals once a statement."""
    await _execute(work, _insert, table, rows)


async def update_rows(work: Work, table: str, rows: Sequence[Values]) -> None:
    """Likewise; whoever calls has locked the rows since they were read."""
    await _execute(work, _update, table, rows)


async def all_or_each(
    parts: Sequence[T],
    attempt: Callable[[Sequence[T]], Awaitable[R]],
    refused: Callable[[T, Refusal], R],
    conflicts: Conflicts,
) -> list[R]:
    """All at once, or each by itself where a constraint is broken, so that it refuses one alone.

    ``attempt`` works inside of a savepoint.
    """
    try:
        return [await attempt(parts)]
    except DBAPIError as error:
        _refusal_of(error, conflicts)
    return [await _alone(part, attempt, refused, conflicts) for part in parts]


async def _alone(
    part: T,
    attempt: Callable[[Sequence[T]], Awaitable[R]],
    refused: Callable[[T, Refusal], R],
    conflicts: Conflicts,
) -> R:
    try:
        return await attempt([part])
    except DBAPIError as error:
        return refused(part, _refusal_of(error, conflicts))


def _refusal_of(error: DBAPIError, conflicts: Conflicts) -> Refusal:
    """The fault in words; raises the error again where it is the database that is away."""
    refusal = explain_database(error, conflicts)
    if isinstance(refusal, Busy):
        raise error
    return refusal


async def _execute(work: Work, made: Statement, table: str, rows: Sequence[Values]) -> None:
    if rows:
        await work.session.execute(made(table, tuple(rows[0])), {"rows": rows})


@lru_cache
def _insert(table: str, columns: tuple[str, ...]) -> TextClause:
    names = ", ".join(columns)
    return _of_rows(
        f"INSERT INTO {table} ({names}) "  # noqa: S608  # the names are the models' own
        f"SELECT {names} FROM jsonb_populate_recordset(NULL::{table}, :rows)"
    )


@lru_cache
def _update(table: str, columns: tuple[str, ...]) -> TextClause:
    assigned = ", ".join(f"{name} = given.{name}" for name in columns if name != "id")
    return _of_rows(
        f"UPDATE {table} SET {assigned}, updated_at = now() "  # noqa: S608  # the names are the models' own
        f"FROM jsonb_populate_recordset(NULL::{table}, :rows) AS given "
        f"WHERE {table}.id = given.id"
    )


def _of_rows(statement: str) -> TextClause:
    return text(statement).bindparams(bindparam("rows", type_=JSONB))


def _values(fields: Sequence[str], columns: Sequence[Any]) -> Values:
    return dict(zip(fields, msgspec.to_builtins(tuple(columns)), strict=True))
