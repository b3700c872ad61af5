"""Handing over a file: chosen, or dropped on the field."""

from typing import Unpack

from ui_components import html as h
from ui_components import icons
from ui_components.field import Field, FieldParts
from ui_components.html import Tag


def file_field(
    name: str, label: str, *, accept: str | None = None, **parts: Unpack[FieldParts]
) -> Tag:
    """The browser's own field over the whole width, large enough to drop a file on."""
    parts.setdefault("wide", True)
    field = Field(name, label, **parts)
    control = h.input(field.wiring, type="file", accept=accept)
    return field.frame(h.div(class_="file-drop")[icons.icon("upload", size="lg"), control])
