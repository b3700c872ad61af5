"""On or off: as a field of a form, or at once."""

from typing import Unpack

from ui_components import html as h
from ui_components.button import button
from ui_components.field import Field, FieldParts
from ui_components.html import Attrs, Tag


def switch_field(
    name: str, label: str, *, on: bool = False, value: str = "on", **parts: Unpack[FieldParts]
) -> Tag:
    """Sent like a check box: ``value`` when on, nothing when off. With ``hx`` it acts at once."""
    field = Field(name, label, **parts)
    return field.beside(
        h.input(field.wiring, type="checkbox", role="switch", value=value, checked=on)
    )


def switch_button(label: str, *, on: bool, disabled: bool = False, bare: bool = False) -> Tag:
    """At once and without a script: the submit button of a small form that turns it over.

    ``bare`` where a table's row and column say what it turns: the label is then only heard.
    """
    state: Attrs = {"role": "switch", "aria-checked": "true" if on else "false"}
    return button(type="submit", variant="ghost", size="sm", disabled=disabled, attrs=state)[
        h.span(class_="switch-track", aria_hidden="true"),
        h.span(class_="sr-only")[label] if bare else label,
    ]
