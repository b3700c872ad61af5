"""A few words about a control, while it is pointed at or has the focus."""

from typing import Literal, TypeAlias

from htpy import Node, with_children

from ui_components import html as h
from ui_components.html import Attrs, Tag

TooltipSide: TypeAlias = Literal["top", "bottom"]


def explained_by(tooltip_id: str) -> Attrs:
    """For the control inside, so that the words are read out with its name."""
    return {"aria-describedby": tooltip_id}


@with_children
def tooltip(children: Node, *, id: str, text: str, side: TooltipSide = "top") -> Tag:
    """``tooltip(id="won", text="…")[button(attrs=explained_by("won"))["Win"]]``.

    Around something that takes the focus. It can be pointed at itself, and Escape sends it away
    (WCAG 2.2, 1.4.13). Nothing that is needed may stand in it alone: a finger does not hover.
    """
    return h.span(class_="tooltip", data_side=side)[
        children, h.span(class_="tooltip-text", id=id, role="tooltip")[text]
    ]
