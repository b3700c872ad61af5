"""Entering a number: with its bounds, its step and its unit."""

from decimal import Decimal
from typing import Literal, TypeAlias, Unpack

from ui_components import html as h
from ui_components.field import Field, FieldParts
from ui_components.html import NO_ATTRS, Attrs, Tag

Number: TypeAlias = int | Decimal
Step: TypeAlias = Number | Literal["any"]


def number_field(
    name: str,
    label: str,
    *,
    value: Number | str | None = None,
    min: Number | None = None,
    max: Number | None = None,
    step: Step = 1,
    unit: str | None = None,
    **parts: Unpack[FieldParts],
) -> Tag:
    """``value`` may be the text that was refused. ``unit`` is seen behind it and read out with it.

    ``step`` is ``"any"`` where fractions of any size are welcome.
    """
    field = Field(name, label, **parts)
    control = h.input(
        field.wiring,
        _with_unit(field) if unit else NO_ATTRS,
        class_="input",
        type="number",
        inputmode="numeric" if isinstance(step, int) else "decimal",
        value=_written(value),
        min=_written(min),
        max=_written(max),
        step=_written(step),
    )
    return field.frame(
        h.div(class_="number-input")[control, unit and h.span(id=f"{field.id}-unit")[unit]]
    )


def _with_unit(field: Field) -> Attrs:
    notes = field.described["aria-describedby"]
    return {"aria-describedby": f"{field.id}-unit {notes}" if notes else f"{field.id}-unit"}


def _written(value: Number | str | None) -> str | None:
    """Never as ``1E+3``, which no reader would write."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return None if value is None else str(value)
