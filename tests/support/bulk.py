"""Many records at once, straight into PostgreSQL: for tests of size, not of verbs."""

import asyncpg

from backend.tables import METADATA


async def add_clients(
    database: asyncpg.Connection, owner_id: str, count: int, *, name: str = "Client"
) -> None:
    await database.execute(
        "INSERT INTO clients (name, phone, company, notes, owner_id, version) "
        "SELECT $1 || ' ' || n, '', '', '', $2, 1 FROM generate_series(1, $3) AS n",
        name,
        owner_id,
        count,
    )


async def add_users(database: asyncpg.Connection, count: int, *, name: str = "User") -> None:
    """None of them can sign in."""
    await database.execute(
        "INSERT INTO users (email, full_name, role, is_active, time_zone, locale, password_hash,"
        " version) SELECT lower($1) || n || '@many.test', $1 || ' ' || n,"
        " 'USER', true, 'UTC', 'en', '', 1 FROM generate_series(1, $2) AS n",
        name,
        count,
    )


async def add_deals(
    database: asyncpg.Connection,
    owner_id: str,
    client_id: str,
    count: int,
    *,
    title: str = "Deal",
    status: str = "NEW",
) -> None:
    """Worth 10.00 EUR each."""
    await database.execute(
        "INSERT INTO deals (client_id, title, amount, currency, status, description, lost_reason,"
        " rank, owner_id, version, closed_at) "
        "SELECT $1, $2 || ' ' || n, 10, 'EUR', $3::varchar, '', '',"
        " 'V' || lpad(n::text, 11, '0'), $4, 1,"
        " CASE WHEN $3::varchar IN ('WON', 'LOST') THEN now() END FROM generate_series(1, $5) AS n",
        client_id,
        title,
        status,
        owner_id,
        count,
    )


async def add_tasks(
    database: asyncpg.Connection,
    user_id: str,
    client_id: str,
    count: int,
    *,
    title: str = "Task",
    status: str = "TODO",
) -> None:
    """Due one a day from 2030 on."""
    await database.execute(
        "INSERT INTO tasks (client_id, title, description, status, due_date, assigned_to,"
        " created_by, version, completed_at) "
        "SELECT $1, $2 || ' ' || n, '', $3::varchar, DATE '2029-12-31' + n, $4, $4, 1,"
        " CASE WHEN $3::varchar = 'DONE' THEN now() END FROM generate_series(1, $5) AS n",
        client_id,
        title,
        status,
        user_id,
        count,
    )


async def multiply(database: asyncpg.Connection, table: str, count: int, **other: str) -> None:
    """As many more like one row of the table; ``other`` are SQL expressions of ``n``."""
    columns = [
        column.name
        for column in METADATA.tables[table].columns
        if column.computed is None and (column.name != "id" or "id" in other)
    ]
    values = [other.get(name, f"one.{name}") for name in columns]
    await database.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} "  # noqa: S608  # our own words
        f"FROM (SELECT * FROM {table} LIMIT 1) AS one, generate_series(1, {count}) AS n"
    )
