"""Removing what nobody needs any more."""

from datetime import timedelta
from typing import TypeVar

from advanced_alchemy.base import DefaultBase
from sqlalchemy import ColumnElement, any_, delete, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.dml import ReturningDelete

from backend.core.db import Database
from backend.core.storage import Storage

Key = TypeVar("Key", str, str | None)
PORTION = 5_000  # rows: one transaction for a million would run into its time-out, again and again


async def forget(database: Database, model: type[DefaultBase], old: ColumnElement[bool]) -> int:
    """Answers how many there were."""
    place: ColumnElement[str] = literal_column("ctid")
    portion = select(place).select_from(model).where(old).limit(PORTION).correlate(None)
    statement: ReturningDelete[tuple[str]] = (
        delete(model)
        .where(place == any_(func.array(portion.scalar_subquery())))
        .returning(literal_column("1"))
        .execution_options(synchronize_session=False)
    )
    gone, total = PORTION, 0
    while gone == PORTION:
        async with database.sessions.begin() as session:
            gone = len((await session.execute(statement)).all())
        total += gone
    return total


async def sweep(
    database: Database,
    storage: Storage,
    folder: str,
    key: InstrumentedAttribute[Key],
    *,
    age: timedelta,
) -> int:
    """Removes the folder's old objects whose key stands in no row, such as a lost upload's.

    Answers how many there were.
    """
    gone = 0
    async for found in storage.older(folder, age):
        async with database.sessions() as session:
            known = set((await session.execute(select(key).where(key.in_(found)))).scalars())
        for name in found:
            if name not in known:
                await storage.remove(name)
                gone += 1
    return gone
