"""What stands where nothing is yet, or nothing was found."""

from htpy import Node

from ui_components import html as h
from ui_components import icons
from ui_components.html import Tag
from ui_components.icons import IconName


def empty_state(
    title: str, *, text: Node = None, icon: IconName = "inbox", action: Node = None
) -> Tag:
    """Says why it is empty and what to do about it."""
    return h.div(class_="empty")[
        h.header[h.figure[icons.icon(icon, size="lg")], h.h2[title], text and h.p[text]],
        action and h.section[action],
    ]
