"""Entering a day, a time, or both: the browser's own picker, within bounds."""

from datetime import date, datetime, time
from typing import Literal, TypeAlias

from ui_components import html as h
from ui_components.field import field_frame, field_wiring
from ui_components.html import NO_ATTRS, Attrs, Tag

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
    error: str | None = None,
    hint: str | None = None,
    required: bool = False,
    disabled: bool = False,
    wide: bool = False,
    id: str | None = None,
    hx: Attrs = NO_ATTRS,
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    """``value`` may be the text that was refused.

    A ``datetime`` is shown as its own clock says, to the minute: bring it to the reader's zone
    before.
    """
    id = id or f"field-{name}"
    control = h.input(
        hx,
        attrs,
        field_wiring(id, name, error=error, hint=hint, required=required),
        type=kind,
        value=_written(value),
        min=_written(min),
        max=_written(max),
        disabled=disabled,
    )
    return field_frame(id, label, control, error=error, hint=hint, required=required, wide=wide)


def _written(value: Moment | str | None) -> str | None:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(timespec="minutes")
    if isinstance(value, time):
        return value.replace(tzinfo=None).isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value
