"""Entering a day, a time, or both: the browser's own picker, within bounds."""

from datetime import date, datetime, time
from typing import Literal, TypeAlias, Unpack

from ui_components import html as h
from ui_components.field import Field, FieldParts
from ui_components.html import Tag

DateKind: TypeAlias = Literal["date", "time", "datetime-local"]
Moment: TypeAlias = date | time


def date_field(
    name: str,
    label: str,
    *,
    kind: DateKind = "date",
    value: Moment | str | None = None,
    min: Moment | None = None,
    max: Moment | None = None,
    **parts: Unpack[FieldParts],
) -> Tag:
    """``value`` may be the text that was refused.

    A ``datetime`` is shown as its own clock says, to the minute: bring it to the reader's zone
    before.
    """
    field = Field(name, label, **parts)
    return field.frame(
        h.input(
            field.wiring, type=kind, value=_written(value), min=_written(min), max=_written(max)
        )
    )


def _written(value: Moment | str | None) -> str | None:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(timespec="minutes")
    if isinstance(value, time):
        return value.replace(tzinfo=None).isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value
