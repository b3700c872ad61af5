"""A few answers side by side, of which one is picked."""

from collections.abc import Sequence

from ui_components import html as h
from ui_components.field import Option
from ui_components.html import Tag


def choices(
    name: str,
    label: str,
    options: Sequence[Option],
    *,
    value: str = "",
    required: bool = False,
) -> Tag:
    """Radio buttons that look like tags; one tap picks one."""
    return h.fieldset(class_="choices")[
        h.legend(class_="label")[label],
        h.div[
            [
                h.label[
                    h.input(
                        type="radio",
                        name=name,
                        value=one.value,
                        checked=one.value == value,
                        required=required,
                    ),
                    h.span[one.label],
                ]
                for one in options
            ]
        ],
    ]
