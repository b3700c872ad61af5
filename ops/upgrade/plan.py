"""What an upgrade would do, what waits for it meanwhile, and why it would not be done."""

import re
import shutil
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

import asyncpg
from msgspec import Struct

from backend.migrations.runner import Effect, effects, revisions, unused_since
from ops.backup.tables import programs_at, reached, revision_of, tables_of

LARGER = 0.5  # of the database: what its text is when it is packed, at most
SIZE = """
    SELECT sum(pg_total_relation_size(oid))::int8 FROM pg_class
    WHERE oid = $1::regclass
        OR oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = $1::regclass)
"""
FILES = "SELECT coalesce(sum(size), 0)::int8 FROM {}"


class Plan(Struct, frozen=True, kw_only=True):
    """``revision`` is None in an empty database. ``sizes`` are bytes, by table."""

    revision: str | None
    steps: dict[str, Effect]
    sizes: dict[str, int]
    backup: int
    refusals: list[str]

    @property
    def target(self) -> str:
        return revisions()[-1]

    @property
    def is_done(self) -> bool:
        return self.revision == self.target

    def lines(self) -> Iterator[str]:
        if self.is_done:
            yield f"The tables are of version {self.target}, the newest: there is nothing to do."
        elif self.revision is None:
            yield f"The database is empty; its tables would be made, of version {self.target}."
        elif self.steps:
            count = len(self.steps)
            yield f"Tables of version {self.revision}, {count} migrations to {self.target}:"
            for revision, effect in self.steps.items():
                yield f"  {revision} ({effect.phase}): {'; '.join(self._told(effect))}"
        yield from self.refusals

    def _told(self, effect: Effect) -> Iterator[str]:
        for what, sentence in (("all", "reads and writes wait at"), ("writes", "writes wait at")):
            names = [name for name, whose in effect.waits.items() if whose == what]
            if names:
                yield f"{sentence} {', '.join(map(self._sized, names))}"
        if effect.rewrites:
            yield f"written anew: {', '.join(map(self._sized, effect.rewrites))}"
        yield from effect.breaks
        if not (effect.waits or effect.breaks):
            yield "nothing that is there has to wait"

    def _sized(self, table: str) -> str:
        size = self.sizes.get(table, 0)
        return f"{table} ({size / 1e6:,.0f} MB)" if size >= 1e6 else f"{table} ({size // 1000} kB)"


async def planned(database_url: str, backups: Path | None) -> Plan:
    """``backups`` is the folder that a backup would go to."""
    async with reached(database_url) as connection:
        revision = await revision_of(connection)
        tables = [table.name for table in await tables_of(connection)]
        steps = _steps(revision)
        sizes = {name: await _size(connection, name) for name in tables} if steps else {}
        backup = await _backup_size(connection, tables) if steps else 0
        refusals = [*_of_another_foyer(revision, tables)]
        contracts = [revision for revision, step in steps.items() if step.breaks]
        if contracts:
            refusals += _beside_others(await programs_at(connection), contracts)
        if backups:
            refusals += _without_room(backups, backup)
        return Plan(revision=revision, steps=steps, sizes=sizes, backup=backup, refusals=refusals)


def _steps(revision: str | None) -> dict[str, Effect]:
    known = revisions()
    if revision not in known:
        return {}
    measured = effects()
    return {each: measured[each] for each in known[known.index(revision) + 1 :]}


def _of_another_foyer(revision: str | None, tables: list[str]) -> Iterator[str]:
    if revision is None and tables:
        yield "This database holds tables of something else."
    elif revision is not None and revision not in revisions():
        yield (
            f"The tables are of version {revision}, which Foyer {version('foyer')} does not know: "
            "a later one made them. Install that one, or restore the backup from before it."
        )


def _beside_others(programs: list[str], contracts: list[str]) -> Iterator[str]:
    """A contract migration takes away what programs of another version may still use."""
    ours = version("foyer")
    since = [*map(unused_since, contracts)]
    if others := sorted(each for each in {*programs} - {ours} if uses(each, since)):
        yield (
            f"Programs of Foyer {', '.join(others)} are connected, and a contract migration takes "
            f"away what they use: replace them with {ours} or stop them first."
        )


def uses(program: str, unused_since: Sequence[str | None]) -> bool:
    """Whether a program is older than what says that nobody uses any more what it takes away.

    What says nothing was made before the first release, and takes away from whoever is not ours.
    """
    return any(since is None or _numbers(program) < _numbers(since) for since in unused_since)


def _numbers(release: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", release)[:3]]


def _without_room(backups: Path, needed: int) -> Iterator[str]:
    there = next(folder for folder in (backups, *backups.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    if free < needed:
        yield (
            f"A backup may take {needed / 1e6:,.0f} MB, and {there} has {free / 1e6:,.0f} MB left; "
            "make room, or give another folder by --backups."
        )


async def _size(connection: asyncpg.Connection, table: str) -> int:
    """With its indexes, and all partitions of it."""
    return await connection.fetchval(SIZE, table) or 0


async def _backup_size(connection: asyncpg.Connection, tables: list[str]) -> int:
    rows = await connection.fetchval("SELECT pg_database_size(current_database())") or 0
    files = 0
    for name in ("attachments", "exports"):
        if name in tables:
            files += await connection.fetchval(FILES.format(name)) or 0
    return int(rows * LARGER) + files
