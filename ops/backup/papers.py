"""What a backup says of itself: `about.json` comes first, `manifest.json` with the sums last."""

import hmac
from datetime import datetime

from msgspec import Struct

FORMAT = 1
ABOUT, MANIFEST, KEYS = "about.json", "manifest.json", "keys.json"
TABLES, FILES = "tables/", "files/"


class Column(Struct, frozen=True):
    """``type`` is PostgreSQL's; in the CSV an empty cell without quotes is NULL."""

    name: str
    type: str
    required: bool


class Table(Struct, frozen=True):
    """Rows stand in the order of ``key``, columns as they are listed."""

    name: str
    columns: list[Column]
    key: list[str]

    @property
    def entry(self) -> str:
        return f"{TABLES}{self.name}.csv"


class About(Struct, frozen=True, kw_only=True):
    """``key_mark`` tells whether a CRM_SECRET_KEY is the one of this instance, and no more."""

    format: int = FORMAT
    foyer: str
    revision: str
    postgresql: str
    made_at: datetime
    key_mark: str | None
    has_keys: bool
    months: list[str]
    tables: list[Table]


class Sum(Struct, frozen=True):
    """Of an entry's bytes; ``rows`` where it is a table."""

    sha256: str
    size: int
    rows: int | None = None


class Manifest(Struct, frozen=True, kw_only=True):
    """Of each entry its sum; the files that could not be had.

    ``deleted``: somebody deleted them while the backup was made. ``missing``: the database names
    them and the storage has none. ``damaged``: they are not what was attached.
    """

    entries: dict[str, Sum]
    deleted: list[str]
    missing: list[str]
    damaged: list[str]

    @property
    def rows(self) -> int:
        return sum(entry.rows or 0 for entry in self.entries.values())

    @property
    def files(self) -> list[str]:
        return [name.removeprefix(FILES) for name in self.entries if name.startswith(FILES)]


def mark_of(secret: str) -> str:
    """The key itself cannot be found from it: a key is 32 random characters or more."""
    return hmac.digest(secret.encode(), b"foyer:backup-key-mark", "sha256").hex()[:16]
