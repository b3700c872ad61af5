"""The ground of charts that grow upwards: horizontal lines with their numbers, labels below."""

from collections.abc import Callable, Sequence
from math import ceil
from typing import Final, TypeAlias

from htpy import Node, with_children

from ui_components import html as h
from ui_components.chart import Series, told
from ui_components.html import Tag
from ui_components.scale import Scale, percent, pixels

Tick: TypeAlias = Callable[[float], str]
HEIGHT: Final = 180
ABOVE: Final = 10  # room for the half of the highest number
BELOW: Final = 24  # room for the labels
LETTER: Final = 6.6  # as wide as the widest digit at this size
ROOMS: Final = {"data-wide": 270, "data-wider": 430, "data-never": 640}
"""Pixels for the labels. One for which a phone has no room is ``data-wide``, and so on."""


@with_children
def plot(
    children: Node,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    scale: Scale,
    name: str,
    tick: Tick,
) -> Tag:
    """Each label has an equal part of the width, and all that is known of it as a tooltip."""
    written = [(height(scale, size), tick(size)) for size in scale.ticks]
    return h.div(class_="chart-plot")[
        _numbers(written),
        h.svg(
            class_="chart-canvas",
            width="100%",
            height=str(ABOVE + HEIGHT + BELOW),
            role="img",
            aria_label=name,
        )[
            [h.line(class_="chart-grid", x1="0", x2="100%", y1=y, y2=y) for y, _ in written],
            [_label(labels, place) for place in range(len(labels))],
            children,
            [_band(labels, series, place) for place in range(len(labels))],
        ],
    ]


def plain(size: float) -> str:
    """As few digits as say it: ``2.5``, ``1000``."""
    return f"{size:g}"


def middle(place: int, count: int) -> float:
    """Of the part of the width that is the label's, as a share of all."""
    return (place + 0.5) / count


def height(scale: Scale, size: float) -> str:
    """How far below the top ``size`` is drawn."""
    return pixels(ABOVE + HEIGHT * (1 - scale.share(size)))


def _numbers(written: Sequence[tuple[str, str]]) -> Tag:
    width = pixels(max(len(text) for _, text in written) * LETTER + 8)
    return h.svg(width=width, height=str(ABOVE + HEIGHT + BELOW), aria_hidden="true")[
        [h.text(x=width, y=y, dx="-8", dy="4", text_anchor="end")[text] for y, text in written]
    ]


def _label(labels: Sequence[str], place: int) -> Tag:
    """Counted from the last one, which is never left out."""
    back = len(labels) - 1 - place
    wanted = sum(len(label) * LETTER + 12 for label in labels)
    return h.text(
        {name: back % ceil(wanted / room) != 0 for name, room in ROOMS.items()},
        x=percent(middle(place, len(labels))),
        y=str(ABOVE + HEIGHT + 18),
        text_anchor="middle",
    )[labels[place]]


def _band(labels: Sequence[str], series: Sequence[Series], place: int) -> Tag:
    return h.rect(
        class_="chart-band",
        x=percent(place / len(labels)),
        y=str(ABOVE),
        width=percent(1 / len(labels)),
        height=str(HEIGHT),
    )[h.title[told(labels, series, place)]]
