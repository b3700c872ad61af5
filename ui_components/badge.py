"""A word or a number with a meaning in its colour."""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias, get_args

from ui_components import html as h
from ui_components import icons
from ui_components.html import Tag
from ui_components.icons import IconName

Tone: TypeAlias = Literal["neutral", "accent", "info", "success", "warning", "danger"]

_DOT: Final = h.span(class_="badge-dot", aria_hidden="true")
_BADGE: Final[Mapping[Tone, Tag]] = {
    tone: h.span(class_="badge", data_tone=tone) for tone in get_args(Tone)
}


def badge(
    text: str, *, tone: Tone = "neutral", icon: IconName | None = None, dot: bool = False
) -> Tag:
    """The colour only repeats what the text says."""
    mark = icons.icon(icon) if icon else dot and _DOT
    return _BADGE[tone][mark, text]
