"""`task effects`: measures on an empty database what each migration does, and writes it down.

PostgreSQL itself says it: which locks the migration holds at its end, which tables have another
file, and what is gone from the catalog or has become stricter.
"""

from typing import Any

import click
import msgspec
from alembic import command
from msgspec import Struct
from sqlalchemy import Connection, text

from backend.migrations.runner import EFFECTS, Effect, config, revisions
from ops.commands.options import database_url

OURS = "relnamespace = 'public'::regnamespace AND NOT relispartition"
RELATIONS = text(f"""
    SELECT oid::int8, relname, relkind::text, relfilenode::int8 FROM pg_class
    WHERE {OURS} AND relkind IN ('r', 'p', 'v') AND relname <> 'alembic_version'
""")  # noqa: S608  # its names are constants of this module
COLUMNS = text(f"""
    SELECT relname || '.' || attname, format_type(atttypid, atttypmod),
        attnotnull AND relkind <> 'v', atthasdef OR attidentity <> ''
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE {OURS} AND relkind IN ('r', 'p', 'v') AND attnum > 0 AND NOT attisdropped
""")  # noqa: S608  # its names are constants of this module
RULES = text(f"""
    SELECT relname, conname, array_agg(relname || '.' || attname)
    FROM pg_constraint
        JOIN pg_class ON pg_class.oid = conrelid
        JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
    WHERE {OURS} AND contype IN ('c', 'u', 'f', 'x') GROUP BY 1, 2
    UNION ALL
    SELECT relname, indexrelid::regclass::text, array_agg(relname || '.' || attname)
    FROM pg_index
        JOIN pg_class ON pg_class.oid = indrelid
        JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
    WHERE {OURS} AND indisunique AND NOT indisprimary GROUP BY 1, 2
""")  # noqa: S608  # its names are constants of this module
LOCKS = text("""
    SELECT relation::int8, bool_or(mode = 'AccessExclusiveLock') FROM pg_locks
    WHERE pid = pg_backend_pid() AND locktype = 'relation' AND mode IN
        ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
    GROUP BY 1
""")


class Seen(Struct):
    """The catalog at one moment. ``columns`` says type, whether required, whether filled in."""

    relations: dict[int, str]
    files: dict[str, int]
    columns: dict[str, tuple[str, bool, bool]]
    rules: dict[tuple[str, str], list[str]]
    locks: dict[int, bool]


def measured(url: str) -> dict[str, Effect]:
    """By revision; the database must be empty, and is of the newest version afterwards."""
    return {revision: _effect_of(url, revision) for revision in revisions()}


def _effect_of(url: str, revision: str) -> Effect:
    seen: list[Seen] = []
    settings = config(url)

    def look(connection: Connection) -> None:
        seen.append(_seen(connection))

    settings.attributes["look"] = look
    command.upgrade(settings, revision)
    before, after = seen
    waits: dict[str, Any] = {
        before.relations[oid]: "all" if everybody else "writes"
        for oid, everybody in after.locks.items()
        if oid in before.relations
    }
    there = {*after.relations.values()}
    rewrites = [n for n, file in before.files.items() if n in there and after.files.get(n) != file]
    return Effect(dict(sorted(waits.items())), sorted(rewrites), _breaks(before, after))


def _seen(connection: Connection) -> Seen:
    relations = connection.execute(RELATIONS).all()
    return Seen(
        {oid: name for oid, name, _, _ in relations},
        {name: file for _, name, kind, file in relations if kind == "r"},
        {name: tuple(rest) for name, *rest in connection.execute(COLUMNS).all()},
        {(table, name): columns for table, name, columns in connection.execute(RULES).all()},
        dict(map(tuple, connection.execute(LOCKS))),
    )


def _breaks(before: Seen, after: Seen) -> list[str]:
    """What the last version's programs read and is gone, or write and is refused."""
    tables = {*before.relations.values()}
    found = [f"{name} is gone" for name in before.columns.keys() - after.columns.keys()]
    for name, (kind, required, filled) in after.columns.items():
        if name not in before.columns:
            if name.partition(".")[0] in tables and required and not filled:
                found.append(f"{name} must be given")
        elif kind != before.columns[name][0]:
            found.append(f"{name} is of another type")
        elif required and not before.columns[name][1]:
            found.append(f"{name} must not be NULL")
    for (table, rule), columns in after.rules.items():
        known = before.columns.keys() >= {*columns} and f"{table}.id" not in columns
        if table in tables and known and (table, rule) not in before.rules:
            found.append(f"{table} has the new rule {rule}")
    return sorted(found)


@click.command()
@database_url
def main(database: str) -> None:
    """Writes backend/migrations/effects.json."""
    text = msgspec.json.format(msgspec.json.encode(measured(database)), indent=1)
    EFFECTS.write_bytes(text + b"\n")


if __name__ == "__main__":
    main()
