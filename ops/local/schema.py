"""Whether the tables are of the newest version, found out without loading SQLAlchemy."""

import asyncio
from pathlib import Path

import asyncpg

VERSIONS = Path(__file__).parents[2] / "backend" / "migrations" / "versions"


def is_current(database_url: str) -> bool:
    """False as well where nobody can tell; then migrating says what is wrong."""
    return asyncio.run(_version(database_url)) == _newest()


def _newest() -> str:
    """Migrations are named by their revision: ``0001_the_first_schema.py``."""
    return max(path.name for path in VERSIONS.glob("[0-9]*.py")).partition("_")[0]


async def _version(database_url: str) -> str | None:
    try:
        connection = await asyncpg.connect(database_url, timeout=5)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return None
    try:
        version: str | None = await connection.fetchval("SELECT version_num FROM alembic_version")
    except asyncpg.UndefinedTableError:
        return None
    finally:
        await connection.close()
    return version
