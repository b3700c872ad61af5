"""Keeps the log in months, and within its retention."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from sqlalchemy import TextClause, text

from backend.activity.partitions import (
    LOG,
    ONE_AT_A_TIME,
    drop_empty_months,
    first_id,
)
from backend.core.db import Database

PORTION = 5_000  # entries looked at in one transaction


async def keep_log(
    database: Database, records: Mapping[str, str], *, days: int, now: datetime
) -> int:
    """``records`` says in which table the records of a kind are.

    What happened to a record that still exists is kept for ever: its history, undo and conflicts
    are read from it. Entries of a record that is gone are kept for ``days``.
    """
    expired = now - timedelta(days=days)
    gone = await forget_orphans(database, records, expired)
    await drop_empty_months(database, expired)
    return gone


async def forget_orphans(database: Database, records: Mapping[str, str], before: datetime) -> int:
    """Removes old entries whose record is gone, walking the log once, portion by portion.

    An entry of a kind that ``records`` does not name is left alone.
    """
    after: UUID | None = UUID(int=0)
    total = 0
    statement = _portion(tuple(records.items()))
    while after is not None:
        async with database.sessions.begin() as session:
            if not (await session.execute(ONE_AT_A_TIME)).scalar_one():
                return total
            values = {"after": after, "before": first_id(before), "portion": PORTION}
            walked = (await session.execute(statement, values)).one_or_none()
        after, gone = walked or (None, 0)
        total += gone
    return total


@lru_cache
def _portion(records: tuple[tuple[str, str], ...]) -> TextClause:
    """Answers the last id it looked at and how many went, or nothing at the end."""
    gone = " OR ".join(
        f"(entry.entity_type = '{kind}'"
        f" AND NOT EXISTS (SELECT FROM {table} WHERE id = entry.entity_uuid))"
        for kind, table in records
    )
    return text(f"""
        WITH portion AS (
            SELECT id, entity_type, entity_uuid FROM {LOG}
            WHERE id > :after AND id < :before ORDER BY id LIMIT :portion
        ), removed AS (
            DELETE FROM {LOG} AS entry USING portion
            WHERE entry.id = portion.id AND entry.id > :after AND entry.id < :before AND ({gone})
            RETURNING 1
        )
        SELECT id, (SELECT count(*) FROM removed) FROM portion ORDER BY id DESC LIMIT 1
    """)  # noqa: S608  # RECORDS names the kinds and tables
