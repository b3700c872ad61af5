"""Handing over a file: chosen, or dropped on the field."""

from ui_components import html as h
from ui_components import icons
from ui_components.field import field_frame, field_wiring
from ui_components.html import Tag


def file_field(
    name: str,
    label: str,
    *,
    accept: str | None = None,
    error: str | None = None,
    hint: str | None = None,
    required: bool = False,
) -> Tag:
    """The browser's own field, large enough to drop a file on."""
    id = f"field-{name}"
    control = h.div(class_="file-drop")[
        icons.icon("upload", size="lg"),
        h.input(
            field_wiring(id, name, error=error, hint=hint, required=required),
            type="file",
            accept=accept,
        ),
    ]
    return field_frame(id, label, control, error=error, hint=hint, required=required, wide=True)
