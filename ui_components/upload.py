"""Handing over a file: chosen, or dropped on the field."""

from typing import Unpack

from ui_components import html as h
from ui_components import icons
from ui_components.field import Field, FieldParts
from ui_components.html import NO_ATTRS, Attrs, Tag


def file_field(
    name: str,
    label: str,
    *,
    accept: str | None = None,
    multiple: bool = False,
    limit: int | None = None,
    too_large: str = "Too large",
    **parts: Unpack[FieldParts],
) -> Tag:
    """The browser's own field over the whole width, large enough to drop a file on.

    With scripts a form does not go while its files are larger than ``limit`` bytes in all.
    """
    parts.setdefault("wide", True)
    field = Field(name, label, **parts)
    limits: Attrs = {"data-limit": limit, "data-too-large": too_large} if limit else NO_ATTRS
    control = h.input(field.wiring, limits, type="file", accept=accept, multiple=multiple)
    return field.frame(h.div(class_="file-drop")[icons.icon("upload", size="lg"), control])
