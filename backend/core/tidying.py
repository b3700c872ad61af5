"""Removing what nobody needs any more."""

from advanced_alchemy.base import DefaultBase
from sqlalchemy import ColumnElement, any_, delete, func, literal_column, select
from sqlalchemy.sql.dml import ReturningDelete

from backend.core.db import Database

PORTION = 5_000  # rows: one transaction for a million would run into its time-out, again and again


async def forget(database: Database, model: type[DefaultBase], old: ColumnElement[bool]) -> None:
    place: ColumnElement[str] = literal_column("ctid")
    portion = select(place).select_from(model).where(old).limit(PORTION).correlate(None)
    statement: ReturningDelete[tuple[str]] = (
        delete(model)
        .where(place == any_(func.array(portion.scalar_subquery())))
        .returning(literal_column("1"))
        .execution_options(synchronize_session=False)
    )
    gone = PORTION
    while gone == PORTION:
        async with database.sessions.begin() as session:
            gone = len((await session.execute(statement)).all())
