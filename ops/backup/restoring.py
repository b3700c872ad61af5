"""A backup into an empty place: in one transaction, which ends when all of it is there."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager

import asyncpg
import msgspec

from backend.core.storage import Label
from backend.migrations import runner
from ops.backup.boxes import Entry, opened
from ops.backup.checking import Checked
from ops.backup.objects import forget, kept_in, named_in
from ops.backup.papers import FILES, KEYS, Table
from ops.backup.place import Place
from ops.backup.tables import (
    copy_in,
    make_months,
    programs_at,
    reached,
    revision_of,
    rows_in,
    sums_of,
    tables_of,
)
from ops.database import refusing_in_words
from ops.errors import Refused

BONDS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint
    WHERE contype = 'f' AND conparentid = 0 AND connamespace = current_schema()::regnamespace
"""
# Filled row by row, those of searches take ten times as long as when they are made at once.
INDEXES = """
    SELECT indexrelid::regclass::text, replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ')
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE relnamespace = current_schema()::regnamespace AND NOT relispartition
        AND indexrelid NOT IN (SELECT conindid FROM pg_constraint)
"""


def restore(place: Place, backup: Checked) -> dict[str, str]:
    """Says the keys that came with it. Once more is the way out where one was interrupted."""
    if asyncio.run(_revision_of_empty(place, backup)) != backup.about.revision:
        with refusing_in_words():
            runner.rebuild(place.database_url, backup.about.revision)
    return asyncio.run(_fill(place, backup))


async def _revision_of_empty(place: Place, backup: Checked) -> str | None:
    """Raises Refused where anything is in the place.

    Files of this very backup may be: a restore was interrupted.
    """
    async with reached(place.database_url) as connection:
        if running := await programs_at(connection):
            raise Refused(f"Foyer {running[0]} uses this database; stop its programs first.")
        tables = await tables_of(connection)
        revision = await revision_of(connection)
        if tables and revision is None:
            raise Refused("This database holds tables of something else; give an empty one.")
        for name, rows in (await rows_in(connection, tables)).items():
            raise Refused(f"This place is not empty ({name}: {rows}); give an empty one.")
    ours = {*backup.manifest.files}
    with refusing_in_words():
        async for key in kept_in(place.storage):
            if key not in ours:
                raise Refused("This place keeps files of something else; give an empty one.")
    return revision


async def _fill(place: Place, backup: Checked) -> dict[str, str]:
    async with reached(place.database_url) as connection, connection.transaction():
        await make_months(connection, backup.about.months)
        with opened(backup.source, backup.key) as entries:
            keys = await _take_in(connection, place, backup, entries)
        await _require_equal(connection, backup)
        await forget(connection, backup.manifest.deleted)
    return keys


async def _take_in(
    connection: asyncpg.Connection, place: Place, backup: Checked, entries: Iterator[Entry]
) -> dict[str, str]:
    """In the order of a backup: keys, tables, and the files that rows of those name."""
    tables = {table.entry: table for table in backup.about.tables}
    keys: dict[str, str] = {}
    labels: dict[str, Label] = {}
    async with _without_rules(connection, backup.about.tables):
        for name, pieces in entries:
            if name == KEYS:
                keys = msgspec.json.decode(b"".join(pieces), type=dict[str, str])
            elif name in tables:
                await copy_in(connection, tables[name], _awaited(pieces))
            elif name.startswith(FILES):
                labels = labels or {e.key: e.label for e in await named_in(connection)}
                key = name.removeprefix(FILES)
                await place.storage.write(key, _awaited(pieces), labels[key])
    return keys


@asynccontextmanager
async def _without_rules(
    connection: asyncpg.Connection, tables: Sequence[Table]
) -> AsyncGenerator[None]:
    """Rows come as they were: no trigger counts them again, and references hold in the end.

    What the owner of the tables may do is enough for it, which need be no superuser.
    """
    bonds, indexes = await connection.fetch(BONDS), await connection.fetch(INDEXES)
    for table, name, _ in bonds:
        await connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for index, _ in indexes:
        await connection.execute(f"DROP INDEX {index}")
    for each in tables:
        await connection.execute(f'ALTER TABLE "{each.name}" DISABLE TRIGGER USER')
    yield
    for _, definition in indexes:
        await connection.execute(definition)
    for each in tables:
        await connection.execute(f'ALTER TABLE "{each.name}" ENABLE TRIGGER USER')
    for table, name, bond in bonds:
        await connection.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {bond}')
    await connection.execute("ANALYZE")


async def _require_equal(connection: asyncpg.Connection, backup: Checked) -> None:
    """Raises Refused where the database says something else than the backup did."""
    there = await sums_of(connection, backup.about.tables)
    for name, found in there.items():
        if found != backup.manifest.entries[name]:
            raise Refused(f"{name} came out different from what was saved; nothing was kept.")


async def _awaited(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece
