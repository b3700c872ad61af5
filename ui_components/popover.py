"""A small panel beside its button: native, so that it opens, closes and takes Escape by itself."""

from typing import Literal, TypeAlias

from htpy import Node, with_children

from ui_components import html as h
from ui_components.button import icon_button
from ui_components.html import NO_ATTRS, Attrs, Tag

PopoverAlign: TypeAlias = Literal["start", "end", "top"]
PopoverSize: TypeAlias = Literal["sm", "md", "lg"]


def opens_popover(popover_id: str) -> Attrs:
    """For the button right before it: ``button(attrs=opens_popover("why"))["Why?"]``."""
    return {"popovertarget": popover_id, "aria-haspopup": "dialog"}


@with_children
def popover(
    children: Node,
    *,
    id: str,
    title: str,
    footer: Node = None,
    align: PopoverAlign = "start",
    size: PopoverSize = "md",
    close_label: str = "Close",
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    """The page goes on behind it; a `dialog` is for what must be done first, a `menu` for verbs.

    ``align`` is the side of its button it stays flush with; ``top`` opens upwards.
    """
    closes = {"popovertarget": id, "popovertargetaction": "hide"}
    return h.div(
        attrs,
        class_="popover",
        id=id,
        popover="auto",
        role="dialog",
        aria_labelledby=f"{id}-title",
        data_align=None if align == "start" else align,
        data_size=size,
    )[
        h.header[
            h.strong(id=f"{id}-title")[title],
            icon_button("x", close_label, size="xs", attrs=closes),
        ],
        h.div[children],
        footer is not None and h.footer[footer],
    ]
