"""Everything of an instance into a box: the tables of one moment, then the files that they name."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version

import asyncpg
import msgspec
from msgspec import Struct

from backend.core.storage import Held
from ops.backup.boxes import Box, Write
from ops.backup.objects import Named, named_in, still_named
from ops.backup.papers import ABOUT, FILES, KEYS, MANIFEST, About, Manifest, Sum, mark_of
from ops.backup.place import Place
from ops.backup.tables import copy_out, months_of, reached, revision_of, tables_of
from ops.database import refusing_in_words
from ops.errors import Refused


class Saved(Struct, frozen=True):
    about: About
    manifest: Manifest


async def save(place: Place, box: Box, *, with_keys: bool) -> Saved:
    """Memory holds a piece of an entry, and of each file its name and sum.

    Files never change once they are named, so they may be read after the tables' moment; what was
    deleted meanwhile is listed, and a restore leaves its row out.
    """
    entries: dict[str, Sum] = {}
    async with _one_moment(place.database_url) as connection:
        about = await _about(connection, place, with_keys=with_keys)
        _note(box, ABOUT, about, entries)
        if with_keys:
            _note(box, KEYS, place.keys, entries)
        for table in about.tables:
            with box.entry(table.entry) as write:
                entries[table.entry] = await copy_out(connection, table, write)
        named = await named_in(connection)
    unfound, damaged = await _files(place, named, box, entries)
    deleted, missing = await _sorted_out(place, unfound)
    manifest = Manifest(entries=entries, deleted=deleted, missing=missing, damaged=damaged)
    _note(box, MANIFEST, manifest, {})
    return Saved(about, manifest)


@asynccontextmanager
async def _one_moment(database_url: str) -> AsyncGenerator[asyncpg.Connection]:
    async with (
        reached(database_url) as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        yield connection


async def _about(connection: asyncpg.Connection, place: Place, *, with_keys: bool) -> About:
    revision = await revision_of(connection)
    if revision is None:
        raise Refused("There are no tables of Foyer in this database.")
    return About(
        foyer=version("foyer"),
        revision=revision,
        postgresql=await connection.fetchval("SHOW server_version") or "",
        made_at=datetime.now(UTC),
        key_mark=mark_of(place.secret) if place.secret else None,
        has_keys=with_keys,
        months=await months_of(connection),
        tables=await tables_of(connection),
    )


async def _files(
    place: Place, named: list[Named], box: Box, entries: dict[str, Sum]
) -> tuple[list[str], list[str]]:
    """The keys of files that are not there, and of those that are not what was attached."""
    unfound: list[str] = []
    damaged: list[str] = []
    for each in named:
        with refusing_in_words():
            held = await place.storage.open(each.key)
            if held is None:
                unfound.append(each.key)
                continue
            with box.entry(FILES + each.key) as write:
                entries[FILES + each.key] = summed = await _copied(held, write)
        if each.sha256 not in {None, summed.sha256}:
            damaged.append(each.key)
    return unfound, damaged


async def _copied(held: Held, write: Write) -> Sum:
    digest, size = sha256(), 0
    async for piece in held.pieces:
        digest.update(piece)
        size += len(piece)
        write(piece)
    return Sum(digest.hexdigest(), size)


async def _sorted_out(place: Place, unfound: list[str]) -> tuple[list[str], list[str]]:
    """Those that somebody deleted in the meantime, and those that should be there."""
    if not unfound:
        return [], []
    async with reached(place.database_url) as connection:
        missing = await still_named(connection, unfound)
    return sorted({*unfound} - missing), sorted(missing)


def _note(box: Box, name: str, paper: object, entries: dict[str, Sum]) -> None:
    text = msgspec.json.format(msgspec.json.encode(paper), indent=1) + b"\n"
    entries[name] = Sum(sha256(text).hexdigest(), len(text))
    with box.entry(name) as write:
        write(text)
