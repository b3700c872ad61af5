"""What the form of a file's columns holds, on its way to the orders of an import."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeVar, get_args

from msgspec import UNSET, Struct

from bff.gateway.imports import (
    Column,
    ColumnFormat,
    DayOrder,
    DecimalMark,
    ImportEntity,
    ImportView,
    MatchBy,
    StartImport,
)
from bff.i18n import gettext as _
from bff.imports.fields import NEEDED, STATUS, fields_of, understood

MATCHES: Final[tuple[MatchBy, ...]] = get_args(MatchBy)
MARKS: Final[tuple[DecimalMark, ...]] = get_args(DecimalMark)
ORDERS: Final[tuple[DayOrder, ...]] = get_args(DayOrder)
T = TypeVar("T", bound=str)


class Draft(Struct):
    """By the place of each column: the field it fills, how it is read, what its words mean."""

    fields: dict[int, str]
    decimals: dict[int, DecimalMark | None]
    orders: dict[int, DayOrder | None]
    values: dict[int, dict[str, str]]
    match_by: MatchBy | None = None
    currency: str = ""
    errors: dict[int, str] = {}
    problem: str = ""

    @classmethod
    def of(cls, shown: ImportView) -> "Draft":
        """As it was last ordered, for this file or for one like it, or else as suggested."""
        known = shown.orders or shown.remembered or StartImport(shown.suggested_mapping)
        draft = cls(fields_in(shown, known), {}, {}, {})
        draft.match_by = known.match_by
        draft.currency = known.constants.get("currency", "")
        for place, column in enumerate(shown.detected):
            said = known.formats.get(column.name, ColumnFormat())
            draft.decimals[place] = column.decimal if said.decimal is UNSET else said.decimal
            draft.orders[place] = column.date_order if said.date_order is UNSET else said.date_order
            words = known.values.get(STATUS, {}) if draft.fields.get(place) == STATUS else {}
            draft.values[place] = {text: words.get(text, "") for text in column.values}
        return draft

    @classmethod
    def sent(cls, shown: ImportView, data: Mapping[str, str]) -> "Draft":
        """It comes from a browser: what no form of ours would say is not heard."""
        draft = cls.of(shown)
        known = fields_of(shown.entity)
        for place, column in enumerate(shown.detected):
            field = data.get(f"field-{place}", "")
            draft.fields[place] = field if field in known else ""
            if (mark := data.get(f"decimal-{place}")) is not None:
                draft.decimals[place] = known_of(MARKS, mark)
            if (order := data.get(f"order-{place}")) is not None:
                draft.orders[place] = known_of(ORDERS, order)
            for number, text in enumerate(column.values):
                draft.values[place][text] = data.get(f"value-{place}-{number}", "")
        draft.match_by = known_of(MATCHES, data.get("match_by", ""))
        draft.currency = data.get("currency", "").strip().upper()
        draft.check(shown)
        return draft

    def check(self, shown: ImportView) -> None:
        """Nothing may come from two places, and what is needed from somewhere."""
        names = fields_of(shown.entity)
        first: dict[str, str] = {}
        for place, field in self.fields.items():
            if field in first:
                told = _("{field} comes from {column} already.")
                self.errors[place] = told.format(field=names[field], column=first[field])
            elif field:
                first[field] = shown.columns[place]
        missing = [names[field] for field in NEEDED[shown.entity] if field not in first]
        if missing:
            told = _("Choose the column for: {fields}.")
            self.problem = told.format(fields=", ".join(missing))
        elif self.match_by and self.match_by not in first:
            told = _("Records can only be found by {field} if a column is chosen for it.")
            self.problem = told.format(field=names[self.match_by])

    @property
    def is_refused(self) -> bool:
        return bool(self.errors or self.problem)

    def start(self, shown: ImportView, *, dry_run: bool) -> StartImport:
        """Only what differs from what is detected is ordered, so a better detection counts."""
        formats = {
            column.name: said
            for place, column in enumerate(shown.detected)
            if (said := self.format_of(place, column)) != ColumnFormat()
        }
        mapping = {field: shown.columns[place] for place, field in self.fields.items() if field}
        words = self.words(shown.entity, shown)
        constants = {"currency": self.currency} if self.currency else {}
        return StartImport(
            mapping,
            {STATUS: words} if words else {},
            constants,
            self.match_by,
            formats,
            dry_run,
        )

    def format_of(self, place: int, column: Column) -> ColumnFormat:
        decimal, order = self.decimals[place], self.orders[place]
        return ColumnFormat(
            UNSET if decimal == column.decimal else decimal,
            UNSET if order == column.date_order else order,
        )

    def words(self, entity: ImportEntity, shown: ImportView) -> dict[str, str]:
        """What the texts of the status column mean, but for those that speak for themselves."""
        place = next((place for place, field in self.fields.items() if field == STATUS), None)
        if place is None:
            return {}
        chosen = self.values[place]
        return {
            text: status
            for text in shown.detected[place].values
            if (status := chosen[text]) and status != understood(entity, text)
        }


def fields_in(shown: ImportView, orders: StartImport) -> dict[int, str]:
    by_column = {column: field for field, column in orders.mapping.items()}
    return {place: by_column.get(name, "") for place, name in enumerate(shown.columns)}


def known_of(choices: Sequence[T], text: str) -> T | None:
    return next((choice for choice in choices if choice == text), None)
