"""Whole tables out of PostgreSQL and into it, as CSV by COPY; the SHA-256 of that is their sum."""

from collections.abc import AsyncGenerator, AsyncIterable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from hashlib import sha256

import asyncpg
import msgspec

from backend.activity.partitions import LOG, MONTH_NAME, REST, first_id, months_from
from backend.core.db import PROGRAMS
from ops.backup.papers import Column, Sum, Table
from ops.database import refusing_in_words
from ops.errors import Refused

OLDEST_SERVER = 18
# The same text for the same rows, wherever they are.
SETTINGS = {
    "application_name": "foyer-backup",
    "timezone": "UTC",
    "datestyle": "ISO, MDY",
    "intervalstyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "lock_timeout": "10000",
    "maintenance_work_mem": "256MB",
}
CATALOG = """
    SELECT relname AS name, (
        SELECT jsonb_agg(jsonb_build_object(
            'name', attname, 'type', format_type(atttypid, atttypmod), 'required', attnotnull))
        FROM pg_attribute
        WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    ) AS columns, (
        SELECT jsonb_agg(attname ORDER BY array_position(indkey::int2[], attnum))
        FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
        WHERE indrelid = pg_class.oid AND indisprimary
    ) AS key
    FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
        AND NOT relispartition AND relname <> 'alembic_version'
    ORDER BY relname
"""
MONTHS = f"""
    SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
    WHERE inhparent = to_regclass('{LOG}') AND relname <> '{REST}' ORDER BY 1
"""  # noqa: S608  # its names are constants of this module
IN_USE = f"""
    SELECT DISTINCT application_name FROM pg_stat_activity
    WHERE datname = current_database() AND application_name LIKE '{PROGRAMS}%' ORDER BY 1
"""  # noqa: S608  # its names are constants of this module
TEXTS = ("character", "text", "citext")


@asynccontextmanager
async def reached(database_url: str) -> AsyncGenerator[asyncpg.Connection]:
    """Raises Refused, in the database's words, for what goes wrong in the block."""
    with refusing_in_words():
        connection = await asyncpg.connect(database_url, timeout=10, server_settings=SETTINGS)
        try:
            major = connection.get_server_version().major
            if major < OLDEST_SERVER:
                raise Refused(f"PostgreSQL {major} is too old; Foyer needs {OLDEST_SERVER}.")
            yield connection
        finally:
            await connection.close()


async def programs_at(connection: asyncpg.Connection) -> list[str]:
    """The versions of Foyer's programs that are connected to the database now."""
    return [row[0].removeprefix(PROGRAMS) for row in await connection.fetch(IN_USE)]


async def revision_of(connection: asyncpg.Connection) -> str | None:
    """None where no migration ever was."""
    try:
        revision: str | None = await connection.fetchval("SELECT version_num FROM alembic_version")
    except asyncpg.UndefinedTableError:
        return None
    return revision


async def tables_of(connection: asyncpg.Connection) -> list[Table]:
    """All of them by name, their columns in an order that no migration changes."""
    return [
        _table(
            row["name"], *(msgspec.json.decode(row[name] or "[]") for name in ("columns", "key"))
        )
        for row in await connection.fetch(CATALOG)
    ]


def _table(name: str, columns: list[dict[str, object]], key: list[str]) -> Table:
    named = msgspec.convert(columns, list[Column])
    order = {each: place for place, each in enumerate(key)}
    named.sort(key=lambda column: (order.get(column.name, len(order)), column.name))
    return Table(name, named, key or [column.name for column in named])


async def months_of(connection: asyncpg.Connection) -> list[str]:
    """The partitions of the change log, which no migration makes."""
    return [row[0] for row in await connection.fetch(MONTHS)]


async def make_months(connection: asyncpg.Connection, months: Iterable[str]) -> None:
    there = set(await months_of(connection))
    for month in sorted({*months} - there):
        start = datetime.strptime(month, MONTH_NAME).replace(tzinfo=UTC)  # refuses what is no month
        first, end = (first_id(each) for each, _ in zip(months_from(start), "ab", strict=False))
        await connection.execute(
            f"CREATE TABLE \"{month}\" PARTITION OF {LOG} FOR VALUES FROM ('{first}') TO ('{end}')"
        )


async def copy_out(
    connection: asyncpg.Connection, table: Table, write: Callable[[bytes], object]
) -> Sum:
    digest, size = sha256(), 0

    async def take(data: bytes) -> None:
        nonlocal size
        digest.update(data)
        size += len(data)
        write(data)

    status = await connection.copy_from_query(
        _selected(table), output=take, format="csv", header=True, encoding="utf-8"
    )
    return Sum(digest.hexdigest(), size, int(status.split()[-1]))


async def copy_in(
    connection: asyncpg.Connection, table: Table, pieces: AsyncIterable[bytes]
) -> None:
    await connection.copy_to_table(
        table.name,
        source=pieces,
        columns=[column.name for column in table.columns],
        format="csv",
        header=True,
        encoding="utf-8",
    )


async def sums_of(connection: asyncpg.Connection, tables: Iterable[Table]) -> dict[str, Sum]:
    """What the tables hold now, by the names of their entries."""
    return {table.entry: await copy_out(connection, table, lambda _: None) for table in tables}


async def rows_in(connection: asyncpg.Connection, tables: Iterable[Table]) -> dict[str, int]:
    """How many rows are in those tables that are not empty."""
    counts = {
        table.name: await connection.fetchval(f'SELECT count(*) FROM "{table.name}"')  # noqa: S608  # PostgreSQL's own catalog names it
        for table in tables
    }
    return {name: count for name, count in counts.items() if count}


def _selected(table: Table) -> str:
    types = {column.name: column.type for column in table.columns}
    names = ", ".join(f'"{name}"' for name in types)
    # Texts byte by byte: no two servers need have the same collation.
    order = ", ".join(
        f'"{name}"::text COLLATE "C"' if types[name].startswith(TEXTS) else f'"{name}"'
        for name in table.key
    )
    return f'SELECT {names} FROM "{table.name}" ORDER BY {order}'  # noqa: S608  # PostgreSQL's own catalog names them
