"""One of a few, as plain radio buttons; `choice` has those with room for an explanation."""

from collections.abc import Collection, Sequence
from typing import Literal, TypeAlias

from ui_components import html as h
from ui_components.field import Option, described, field_notes
from ui_components.html import NO_ATTRS, Attrs, Tag

RadioFlow: TypeAlias = Literal["column", "row"]


def radio_field(
    name: str,
    label: str,
    options: Sequence[Option],
    *,
    value: str = "",
    flow: RadioFlow = "column",
    error: str | None = None,
    hint: str | None = None,
    required: bool = False,
    disabled: bool = False,
    unavailable: Collection[str] = (),
    id: str | None = None,
    hx: Attrs = NO_ATTRS,
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    """``disabled`` takes all of it away, ``unavailable`` the options of these values.

    ``hx`` and ``attrs`` go on the group: a change of any button bubbles up to it.
    """
    id = id or f"field-{name}"
    star = required and h.span(class_="field-required", aria_hidden="true")["*"]
    buttons = [
        h.label[
            h.input(
                type="radio",
                class_="radio",
                name=name,
                value=one.value,
                checked=one.value == value,
                required=required,
                disabled=one.value in unavailable,
            ),
            h.span[one.label],
        ]
        for one in options
    ]
    return h.fieldset(
        hx,
        attrs,
        described(id, error=error, hint=hint),
        class_="radio-field",
        role="radiogroup",
        id=id,
        disabled=disabled,
        aria_required="true" if required else None,
    )[h.legend[label, star], h.div(data_flow=flow)[buttons], field_notes(id, error, hint)]
