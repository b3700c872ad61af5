"""Entering a day, a time, or both: the browser's own picker, within bounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal, TypeAlias, Unpack

from ui_components import html as h
from ui_components.button import button
from ui_components.field import Field, FieldParts
from ui_components.html import Attrs, Tag

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
    picks: Sequence[Pick] = (),
    **parts: Unpack[FieldParts],
) -> Tag:
    """``value`` may be the text that was refused.

    ``picks`` are buttons that fill it in. Without scripts one of them sends the form as
    ``{name}_pick=…``: show it again with what was picked.

    A ``datetime`` is shown as its own clock says, to the minute: bring it to the reader's zone
    before.
    """
    field = Field(name, label, **parts)
    control = h.input(
        field.wiring,
        class_="input" if picks else None,  # it stands deeper than a field's control
        type=kind,
        value=_written(value),
        min=_written(min),
        max=_written(max),
    )
    return field.frame(_with_picks(field, control, picks) if picks else control)


def _with_picks(field: Field, control: Tag | h.Void, picks: Sequence[Pick]) -> Tag:
    sends: Attrs = {"name": f"{field.name}_pick", "formnovalidate": True}
    return h.div(class_="picks", data_picks=field.id)[
        control,
        h.div(role="group", aria_label=field.label)[
            [
                button(
                    type="submit",
                    variant="outline",
                    size="xs",
                    disabled=field.is_disabled,
                    attrs={**sends, "value": pick.value},
                )[pick.label]
                for pick in picks
            ]
        ],
    ]


def _written(value: Moment | str | None) -> str | None:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(timespec="minutes")
    if isinstance(value, time):
        return value.replace(tzinfo=None).isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value
