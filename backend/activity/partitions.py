"""The log's months: each is a partition, found by the time that an entry's id carries.

By id and not by ``created_at``: so the id alone stays the key, a page walks back from the newest
month, and a record's entries are looked for in no month before the record's own.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from uuid import UUID

from sqlalchemy import literal, select, table, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.db import Database

LOG = "activity_log"
REST = f"{LOG}_rest"  # the default partition: takes what no month does, so that no write ever fails
AHEAD = 3  # months made before they begin
MONTH_NAME = f"{LOG}_%Y_%m"
ALONE = 7_301_946_221  # an advisory lock of our own
SKEW = 86_400.0  # seconds that a clock may have been set back
RECENT = 60 * 86_400.0

# Longer than an autovacuum needs to give way (1 s), and half of what those who write will wait.
BRIEFLY = text("SET LOCAL lock_timeout = '1500ms'")
ONE_AT_A_TIME = text(f"SELECT pg_try_advisory_xact_lock({ALONE})")
NAMES = text("""
    SELECT inhrelid::regclass::text FROM pg_inherits
    WHERE inhparent = 'activity_log'::regclass AND inhrelid <> 'activity_log_rest'::regclass
    ORDER BY 1
""")
LEFT_OVER = text("""
    SELECT DISTINCT date_trunc('month', uuid_extract_timestamp(id), 'UTC') FROM activity_log_rest
    WHERE uuid_extract_version(id) = 7
""")


def first_id(moment: datetime) -> UUID:
    """Not above any UUIDv7 of this millisecond or a later one."""
    return _id_at(moment.timestamp())


def first_id_since(moment: datetime) -> UUID:
    """Not above any entry made then: its id is as old as its transaction, or younger."""
    return _id_at(moment.timestamp() - SKEW)


def first_id_about(record: UUID) -> UUID:
    """Not above any entry about the record, for what is told of it came after it."""
    return _id_at((record.int >> 80) / 1000 - SKEW) if record.version == 7 else UUID(int=0)


def first_id_recent(last: UUID | None, now: datetime) -> UUID:
    """Some two months before the entry that a page goes on from, or before now."""
    seconds = (last.int >> 80) / 1000 if last else now.timestamp()
    return _id_at(seconds - RECENT)


def _id_at(seconds: float) -> UUID:
    return UUID(int=max(int(seconds * 1000), 0) << 80)


def months_from(moment: datetime) -> Iterator[datetime]:
    """The month of this moment and those after it, by their beginnings."""
    month = datetime(moment.year, moment.month, 1, tzinfo=UTC)
    while True:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


async def make_months(database: Database, now: datetime) -> int:
    """Makes the months that are missing: this one, the next, and those of rows in the rest."""
    ahead = list(islice(months_from(now), 1 + AHEAD))
    async with database.sessions() as session:
        there = set((await session.execute(NAMES)).scalars())
        left = [month for month in (await session.execute(LEFT_OVER)).scalars() if month < ahead[0]]
    missing = sorted(m for m in {*ahead, *left} if f"{m:{MONTH_NAME}}" not in there)
    for month in missing:
        await _make(database, month)
    return len(missing)


async def drop_empty_months(database: Database, before: datetime) -> None:
    """Drops the months that ended by then, where nothing in them is kept."""
    async with database.sessions() as session:
        names = list((await session.execute(NAMES)).scalars())
    for name in names:
        month = datetime.strptime(name, MONTH_NAME).replace(tzinfo=UTC)
        _, end = islice(months_from(month), 2)
        if end <= before:
            await _drop_if_empty(database, name)


async def _make(database: Database, month: datetime) -> None:
    """Writers wait at the log itself meanwhile: one already sent to the rest would be refused.

    The users, to whom the month gets a foreign key, are locked first, as writers do it.
    """
    start, end = (first_id(each) for each in islice(months_from(month), 2))
    name = f"{month:{MONTH_NAME}}"
    locked = f"LOCK TABLE ONLY users, ONLY {LOG} IN SHARE ROW EXCLUSIVE MODE"
    moved = f"""
        WITH moved AS (DELETE FROM {REST} WHERE id >= :start AND id < :end RETURNING *)
        INSERT INTO {name} SELECT * FROM moved
    """  # noqa: S608  # a month's name, made here
    async with database.sessions.begin() as session:
        if await _is_missing(session, name):
            await session.execute(BRIEFLY)
            await session.execute(text(locked))
            await session.execute(text(f"CREATE TABLE {name} (LIKE {LOG} INCLUDING DEFAULTS)"))
            await session.execute(text(moved), {"start": start, "end": end})
            await session.execute(
                text(
                    f"ALTER TABLE {LOG} ATTACH PARTITION {name} "
                    f"FOR VALUES FROM ('{start}') TO ('{end}')"
                )
            )


async def _is_missing(session: AsyncSession, name: str) -> bool:
    """False also while another worker is at it."""
    if not (await session.execute(ONE_AT_A_TIME)).scalar_one():
        return False
    return name not in set((await session.execute(NAMES)).scalars())


async def _drop_if_empty(database: Database, name: str) -> None:
    """Nothing can come into it between the look and the drop, for the log is locked."""
    kept = select(literal(1)).select_from(table(name)).limit(1)
    async with database.sessions.begin() as session:
        if (await session.execute(kept)).first() is not None:
            return
        await session.execute(BRIEFLY)
        await session.execute(text(f"LOCK TABLE ONLY {LOG} IN ACCESS EXCLUSIVE MODE"))
        if (await session.execute(kept)).first() is None:
            await session.execute(text(f"DROP TABLE IF EXISTS {name}"))
