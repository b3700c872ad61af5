"""The page that goes with an export, for whoever reads it without Foyer."""

from inspect import cleandoc

from advanced_alchemy.base import DefaultBase

from backend.tables import METADATA
from ops.backup.papers import About, Column, Table

README = "README.md"
MODELS = {each.local_table.description: each.class_ for each in DefaultBase.registry.mappers}
HEAD = """\
# Everything of a Foyer

Made at {made_at:%Y-%m-%d %H:%M} UTC by Foyer {foyer}, from tables of version {revision}.

- `tables/*.csv`: one table each, UTF-8, by RFC 4180, with a header. An empty cell is NULL, `""` is
  an empty text. Times are UTC, `jsonb` is JSON, arrays are written as PostgreSQL writes them
  (`{{a,b}}`), bytes as `\\x` and hexadecimal digits.
- `files/*`: attachments and exports, as `attachments.csv` and `exports.csv` name them in `key`.
- `about.json`: versions and columns. `manifest.json`: rows, bytes and SHA-256 of each entry.

`crm import-all` makes an identical instance of this folder. Passwords are Argon2 hashes, tokens are
SHA-256, and the secrets of webhooks are sealed under CRM_SECRET_KEY, which is not here.
"""


def readme(about: About) -> str:
    head = HEAD.format(made_at=about.made_at, foyer=about.foyer, revision=about.revision)
    return head + "".join(map(_described, about.tables))


def _described(table: Table) -> str:
    words = MODELS[table.name].__doc__ if table.name in MODELS else None
    told = cleandoc(words) + "\n\n" if words else ""
    lines = "".join(_line(table, column) for column in table.columns)
    return f"\n## {table.name}\n\n{told}| column | type | |\n|---|---|---|\n{lines}"


def _line(table: Table, column: Column) -> str:
    """Whether it may be empty, what it is the key of, and what it refers to."""
    notes = ["key"] if column.name in table.key else []
    notes += [] if column.required else ["may be NULL"]
    known = METADATA.tables.get(table.name)
    if known is not None and column.name in known.columns:
        notes += [f"→ {key.target_fullname}" for key in known.columns[column.name].foreign_keys]
    return f"| {column.name} | {column.type} | {', '.join(notes)} |\n"
