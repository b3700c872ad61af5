"""What the page itself has to say: in place, or as a line across the top."""

from collections.abc import Mapping
from typing import Final

from htpy import Node, with_children

from ui_components import html as h
from ui_components import icons
from ui_components.badge import Tone
from ui_components.html import NO_ATTRS, Attrs, Tag
from ui_components.icons import IconName

TONE_ICON: Final[Mapping[Tone, IconName]] = {
    "neutral": "info",
    "accent": "info",
    "info": "info",
    "success": "circle-check",
    "warning": "triangle-alert",
    "danger": "circle-alert",
}


@with_children
def alert(
    children: Node,
    *,
    tone: Tone = "info",
    title: str | None = None,
    action: Node = None,
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    """Something to know, where it is said. One that comes later wears ``role="alert"``."""
    return h.div(attrs, class_="alert", data_tone=tone)[
        icons.icon(TONE_ICON[tone]),
        h.div(class_="alert-text")[title and h.strong[title], h.div[children]],
        action and h.div(class_="alert-action")[action],
    ]


@with_children
def banner(
    children: Node,
    *,
    tone: Tone = "warning",
    icon: IconName | None = None,
    action: Node = None,
    id: str | None = None,
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    """A state of the whole page, such as answers from memory while the backend is away."""
    return h.div(attrs, class_="banner", data_tone=tone, role="status", id=id)[
        icons.icon(icon or TONE_ICON[tone]), h.p[children], action
    ]
