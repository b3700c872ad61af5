"""One of a few, as radio buttons; `choice` has those with room for an explanation."""

from collections.abc import Collection, Sequence
from typing import Literal, TypeAlias, Unpack

from ui_components import html as h
from ui_components.field import Field, FieldParts, Option
from ui_components.html import Tag

RadioFlow: TypeAlias = Literal["column", "row", "tags"]


def radio_field(
    name: str,
    label: str,
    options: Sequence[Option],
    *,
    value: str = "",
    flow: RadioFlow = "column",
    unavailable: Collection[str] = (),
    **parts: Unpack[FieldParts],
) -> Tag:
    """``disabled`` takes all of it away, ``unavailable`` the options of these values. As ``tags``
    the buttons look like tags: one tap picks one.

    ``hx`` and ``attrs`` go on the group: a change of any button bubbles up to it.
    """
    field = Field(name, label, **parts)
    buttons = [
        h.label[
            h.input(
                type="radio",
                class_="radio",
                name=name,
                value=one.value,
                checked=one.value == value,
                required=field.is_required,
                disabled=one.value in unavailable,
            ),
            h.span[one.label],
        ]
        for one in options
    ]
    return field.group({"class": "radio-field"}, h.div(data_flow=flow)[buttons], of_radios=True)
