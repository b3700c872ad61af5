"""One number that matters, with what it means and how it moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from htpy import Node

from ui_components import html as h
from ui_components import icons
from ui_components.badge import Tone
from ui_components.html import Tag
from ui_components.icons import IconName

Direction: TypeAlias = Literal["up", "down", "level"]
_ARROWS: Final[dict[Direction, IconName]] = {
    "up": "trending-up",
    "down": "trending-down",
    "level": "minus",
}


@dataclass(frozen=True, slots=True)
class Trend:
    """``text`` says by how much; whether that is good is for the ``tone`` to say."""

    text: str
    direction: Direction
    tone: Tone = "neutral"


def stat(
    label: str,
    value: str,
    *,
    others: Sequence[str] = (),
    note: str | None = None,
    note_tone: Tone = "neutral",
    trend: Trend | None = None,
    chart: Node = None,
    icon: IconName | None = None,
    href: str | None = None,
) -> Tag:
    """``others`` are the same in other currencies. The whole tile is a link when it has an
    ``href``; ``chart`` is a sparkline.
    """
    number = h.a(href=href)[value] if href else value
    return h.dl(class_="stat")[
        h.dt[label, icon and icons.icon(icon)],
        h.dd[number],
        [h.dd(class_="stat-other")[other] for other in others],
        _trend(trend) if trend else None,
        note and h.dd(class_="stat-note", data_tone=note_tone)[note],
        h.dd(class_="stat-chart")[chart] if chart else None,
    ]


def _trend(trend: Trend) -> Tag:
    arrow = icons.icon(_ARROWS[trend.direction], size="sm")
    return h.dd(class_="stat-note", data_tone=trend.tone)[arrow, trend.text]
