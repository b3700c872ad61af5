"""The files that rows name: attachments, and exports while they are kept."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import asyncpg
from msgspec import Struct

from backend.core.storage import Label, Storage
from backend.exports.tables import CONTENT_TYPES

FOLDERS = ("attachments", "exports", "uploads")
EVER = timedelta(days=-1)  # older than tomorrow


class Kind(Struct, frozen=True):
    """``named`` selects key, file name, content type or format, and the SHA-256 if it is known.

    ``forget`` is for rows whose files are gone for good, by ``$1``.
    """

    table: str
    named: str
    forget: str


KINDS = (
    Kind(
        "attachments",
        "SELECT key, file_name, content_type, sha256 FROM attachments WHERE state = 'ready'",
        "DELETE FROM attachments WHERE key = ANY ($1)",
    ),
    Kind(
        "exports",
        "SELECT key, file_name, format, NULL FROM exports WHERE state = 'DONE'",
        "UPDATE exports SET state = 'EXPIRED', key = NULL WHERE key = ANY ($1)",
    ),
)


class Named(Struct, frozen=True):
    key: str
    label: Label
    sha256: str | None


async def named_in(connection: asyncpg.Connection) -> list[Named]:
    """By key."""
    found: list[Named] = []
    for kind in await _kinds(connection):
        for key, name, form, sha256 in await connection.fetch(kind.named):
            found.append(Named(key, Label(name, CONTENT_TYPES.get(form) or form), sha256))
    return sorted(found, key=lambda each: each.key)


async def still_named(connection: asyncpg.Connection, keys: Sequence[str]) -> set[str]:
    """Those of them that rows name now."""
    return {each.key for each in await named_in(connection)} & {*keys}


async def forget(connection: asyncpg.Connection, keys: Sequence[str]) -> None:
    for kind in await _kinds(connection):
        await connection.execute(kind.forget, keys)


async def kept_in(storage: Storage) -> AsyncIterator[str]:
    """The keys of everything in the storage."""
    for folder in FOLDERS:
        async for portion in storage.older(folder, EVER):
            for key in portion:
                yield key


async def _kinds(connection: asyncpg.Connection) -> list[Kind]:
    """Those whose tables are there, for an older version had fewer."""
    there = "SELECT to_regclass($1) IS NOT NULL"
    return [kind for kind in KINDS if await connection.fetchval(there, kind.table)]
