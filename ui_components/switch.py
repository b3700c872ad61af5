"""On or off, as a field of a form."""

from ui_components import html as h
from ui_components.field import field_notes, field_wiring
from ui_components.html import NO_ATTRS, Attrs, Tag


def switch_field(
    name: str,
    label: str,
    *,
    on: bool = False,
    value: str = "on",
    error: str | None = None,
    hint: str | None = None,
    disabled: bool = False,
    id: str | None = None,
    hx: Attrs = NO_ATTRS,
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    """Sent like a check box: ``value`` when on, nothing when off.

    With ``hx`` it acts at once; `switch_button` does so without a script.
    """
    id = id or f"field-{name}"
    control = h.input(
        hx,
        attrs,
        field_wiring(id, name, error=error, hint=hint, required=False),
        type="checkbox",
        role="switch",
        value=value,
        checked=on,
        disabled=disabled,
    )
    invalid = "true" if error else None
    return h.div(class_="field switch-field", data_orientation="horizontal", data_invalid=invalid)[
        control, h.section[h.label(for_=id)[label], field_notes(id, error, hint)]
    ]
