"""Entering a number: with its bounds, its step and its unit."""

from decimal import Decimal
from typing import Literal, TypeAlias

from ui_components import html as h
from ui_components.field import field_frame, field_wiring
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
    error: str | None = None,
    hint: str | None = None,
    required: bool = False,
    disabled: bool = False,
    wide: bool = False,
    id: str | None = None,
    hx: Attrs = NO_ATTRS,
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    """``value`` may be the text that was refused. ``unit`` is seen behind it and read out with it.

    ``step`` is ``"any"`` where fractions of any size are welcome.
    """
    id = id or f"field-{name}"
    wiring = dict(field_wiring(id, name, error=error, hint=hint, required=required))
    if unit:
        wiring["aria-describedby"] = " ".join(filter(None, (f"{id}-unit", _notes(wiring))))
    control = h.input(
        hx,
        attrs,
        wiring,
        class_="input",
        type="number",
        inputmode="numeric" if isinstance(step, int) else "decimal",
        value=_written(value),
        min=_written(min),
        max=_written(max),
        step=_written(step),
        disabled=disabled,
    )
    shown = h.div(class_="number-input")[control, unit and h.span(id=f"{id}-unit")[unit]]
    return field_frame(id, label, shown, error=error, hint=hint, required=required, wide=wide)


def _notes(wiring: Attrs) -> str:
    return str(wiring["aria-describedby"] or "")


def _written(value: Number | str | None) -> str | None:
    """Never as ``1E+3``, which no reader would write."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return None if value is None else str(value)
