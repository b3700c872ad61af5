"""A sheet of paper on the screen: what is seen is what a printer, or a PDF, gets of the page."""

from typing import Literal, TypeAlias

from htpy import Node, with_children

from ui_components import html as h
from ui_components.html import NO_ATTRS, Attrs, Tag

PaperSize: TypeAlias = Literal["a4", "letter"]
Orientation: TypeAlias = Literal["portrait", "landscape"]


@with_children
def print_frame(
    children: Node,
    *,
    label: str,
    size: PaperSize = "a4",
    orientation: Orientation = "portrait",
    header: Node = None,
    footer: Node = None,
    id: str | None = None,
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    """White in the dark as well, and narrower where the screen is; each begins a new sheet.

    ``paper_css`` is for what WeasyPrint sets, without a browser.
    """
    return h.article(
        attrs,
        class_="print-frame",
        id=id,
        aria_label=label,
        data_size=size,
        data_orientation=orientation,
    )[
        header is not None and h.header[header],
        h.div[children],
        footer is not None and h.footer[footer],
    ]
