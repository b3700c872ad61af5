"""What stands where nothing is yet, or nothing was found."""

from typing import Literal

from htpy import Node

from ui_components import html as h
from ui_components import icons
from ui_components.html import Tag
from ui_components.icons import IconName


def empty_state(
    title: str,
    *,
    text: Node = None,
    icon: IconName = "inbox",
    action: Node = None,
    level: Literal[1, 2] = 2,
) -> Tag:
    """Says why it is empty and what to do about it. ``level`` 1 where it is the whole page."""
    head = h.h1 if level == 1 else h.h2
    return h.div(class_="empty")[
        h.header[h.figure[icons.icon(icon, size="lg")], head[title], text and h.p[text]],
        action and h.section[action],
    ]
