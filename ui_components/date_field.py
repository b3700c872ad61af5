"""Entering a day, a time, or both: the browser's own picker, within bounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal, TypeAlias

from ui_components import html as h
from ui_components.button import button
from ui_components.field import field_frame, field_wiring
from ui_components.html import NO_ATTRS, Attrs, Tag

DateKind: TypeAlias = Literal["date", "time", "datetime-local"]
Moment: TypeAlias = date | time


@dataclass(frozen=True, slots=True)
class Pick:
    """``value`` is ISO 8601, as the field takes it."""

    label: str
    value: str


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
    picks: Sequence[Pick] = (),
    id: str | None = None,
    hx: Attrs = NO_ATTRS,
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    """``value`` may be the text that was refused.

    ``picks`` are buttons that fill it in. Without scripts one of them sends the form as
    ``{name}_pick=…``: show it again with what was picked.

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
    if picks:
        control = h.div(class_="picks", data_picks=id)[control, _picks(name, label, picks)]
    return field_frame(id, label, control, error=error, hint=hint, required=required, wide=wide)


def _picks(name: str, label: str, picks: Sequence[Pick]) -> Tag:
    return h.div(role="group", aria_label=label)[
        [
            button(
                type="submit",
                variant="outline",
                size="xs",
                attrs={"name": f"{name}_pick", "value": pick.value, "formnovalidate": True},
            )[pick.label]
            for pick in picks
        ]
    ]


def _written(value: Moment | str | None) -> str | None:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(timespec="minutes")
    if isinstance(value, time):
        return value.replace(tzinfo=None).isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value
