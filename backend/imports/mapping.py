"""Which column feeds which field: suggestions, checks, and rows read as fields."""

import re
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, Struct

from backend.core.refusals import Invalid
from backend.core.schemas import FieldError
from backend.imports.cells import ALONE, Manner
from backend.imports.columns import Column
from backend.imports.fields import FIELDS, KEYS, NEEDED, Field
from backend.imports.models import ImportEntity
from backend.imports.schemas import ColumnFormat, StartImport

SHOWN = 60  # characters of a bad cell


def suggest(entity: ImportEntity, columns: Sequence[str]) -> dict[str, str]:
    """Field to column, by what columns are called elsewhere; no column is suggested twice."""
    by_name = {_bare(column): column for column in reversed(columns)}
    found: dict[str, str] = {}
    for field in FIELDS[entity].values():
        names = (by_name.get(synonym) for synonym in field.synonyms)
        column = next((n for n in names if n and n not in found.values()), None)
        if column:
            found[field.name] = column
    return found


def match_order(entity: ImportEntity, orders: StartImport) -> tuple[str, ...]:
    """The fields that may say which record a row speaks of, the first that is filled deciding."""
    return (orders.match_by,) if orders.match_by else KEYS[entity]


def check(entity: ImportEntity, columns: Sequence[str], orders: StartImport) -> None:
    """Raises Invalid with every finding: unknown fields and columns, missing ones, bad values."""
    fields = FIELDS[entity]
    errors = [
        FieldError(_pointer("mapping", name), "Unknown field")
        for name in orders.mapping
        if name not in fields
    ]
    errors += [
        FieldError(_pointer("mapping", name), f"The file has no column {column}")
        for name, column in orders.mapping.items()
        if column not in columns
    ]
    given = orders.mapping.keys() | orders.constants.keys()
    errors += [
        FieldError(f"/mapping/{name}", "Required: choose a column or a constant")
        for name in NEEDED[entity]
        if name not in given
    ]
    if orders.match_by and (orders.match_by not in KEYS[entity] or orders.match_by not in given):
        errors.append(FieldError("/match_by", f"There is no {orders.match_by} to match by"))
    errors += [
        FieldError(_pointer("formats", column), f"The file has no column {column}")
        for column in orders.formats
        if column not in columns
    ]
    errors += _bad_constants(entity, orders)
    if errors:
        raise Invalid("; ".join(f"{e.pointer} {e.detail}" for e in errors), errors=errors)


class Source(Struct, frozen=True):
    """Where a field's text comes from; ``place`` is the column's, ``default`` for empty cells."""

    field: Field
    label: str
    place: int | None
    default: str
    words: dict[str, str]
    manner: Manner

    def text(self, cells: Sequence[str]) -> tuple[str, Manner]:
        """What we were told ourselves is not in the column's manner."""
        cell = cells[self.place] if self.place is not None else ""
        word = self.words.get(cell, cell).strip()
        if word and cell not in self.words:
            return word, self.manner
        return word or self.default, Manner(self.manner.zone)


class Reader:
    """Reads rows by orders that ``check`` has passed."""

    def __init__(
        self,
        entity: ImportEntity,
        columns: Sequence[Column],
        orders: StartImport,
        zone: ZoneInfo,
    ) -> None:
        self._width = len(columns)
        names = dict.fromkeys([*orders.mapping, *orders.constants])
        self._sources = [_source(FIELDS[entity][name], columns, orders, zone) for name in names]

    def read(self, cells: Sequence[str]) -> dict[str, Any]:
        """The fields that the row fills. Raises Invalid naming each bad column and its value."""
        if len(cells) != self._width:
            raise Invalid(f"The row has {len(cells)} cells where the header has {self._width}")
        values: dict[str, Any] = {}
        findings: list[str] = []
        for source in self._sources:
            text, manner = source.text(cells)
            if text:
                try:
                    values[source.field.name] = source.field.read(text, manner)
                except (ValueError, msgspec.ValidationError):
                    findings.append(f"{source.label}: {_not_what(text, source.field)}")
        if findings:
            raise Invalid("; ".join(findings))
        return values


def _source(field: Field, columns: Sequence[Column], orders: StartImport, zone: ZoneInfo) -> Source:
    name = orders.mapping.get(field.name)
    place = next((at for at, column in enumerate(columns) if column.name == name), None)
    return Source(
        field,
        name or field.name,
        place,
        orders.constants.get(field.name, "").strip(),
        {cell.strip(): value for cell, value in orders.values.get(field.name, {}).items()},
        Manner(zone) if place is None else _manner(columns[place], orders, zone),
    )


def _manner(column: Column, orders: StartImport, zone: ZoneInfo) -> Manner:
    """As ordered, else as detected."""
    said = orders.formats.get(column.name, ColumnFormat())
    decimal = column.decimal if said.decimal is UNSET else said.decimal
    date_order = column.date_order if said.date_order is UNSET else said.date_order
    return Manner(zone, decimal, date_order)


def _bad_constants(entity: ImportEntity, orders: StartImport) -> list[FieldError]:
    given = [(_pointer("constants", name), name, text) for name, text in orders.constants.items()]
    for name, words in orders.values.items():
        given += [(_pointer("values", name, cell), name, text) for cell, text in words.items()]
    errors: list[FieldError] = []
    for pointer, name, text in given:
        field = FIELDS[entity].get(name)
        if field is None:
            errors.append(FieldError(pointer, "Unknown field"))
        elif text.strip() and not _can_read(field, text.strip()):
            errors.append(FieldError(pointer, f"Expected {field.expected}"))
    return errors


def _can_read(field: Field, text: str) -> bool:
    try:
        field.read(text, ALONE)
    except (ValueError, msgspec.ValidationError):
        return False
    return True


def _not_what(text: str, field: Field) -> str:
    shown = text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
    return f"“{shown}” is not {field.expected}"


def _bare(name: str) -> str:
    """Without case, spaces, underscores and signs."""
    return re.sub(r"[\W_]+", "", name.casefold())


def _pointer(*path: str) -> str:
    """RFC 6901, section 3."""
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)
