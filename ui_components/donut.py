"""Shares of a whole: a ring, and a legend that says each share in words."""

from collections.abc import Sequence
from math import cos, pi, sin
from typing import Final

from ui_components import html as h
from ui_components.chart import ChartTexts, Series, Value, chart, filled, swatch
from ui_components.html import Tag
from ui_components.scale import pixels

OUTER: Final = 48
INNER: Final = 31


def donut(
    labels: Sequence[str],
    values: Sequence[Value],
    *,
    name: str,
    id: str,
    total: str = "",
    texts: ChartTexts | None = None,
) -> Tag:
    """``total`` stands in the middle. Five shares are told apart; more belong together first."""
    whole = sum(value.size for value in values)
    series = [Series(name, values)]
    return chart(labels, series, name=name, id=id, marks=len(values), texts=texts)[
        labels
        and h.div(class_="donut")[
            h.svg(class_="donut-ring", viewBox="0 0 100 100", role="img", aria_label=name)[
                h.circle(class_="donut-track", cx="50", cy="50", r="39.5"),
                _ring(labels, values, whole, id),
                h.text(class_="donut-total", x="50", y="54", text_anchor="middle")[total],
            ],
            h.ul(class_="donut-legend")[
                [
                    h.li[swatch(place, id=id), h.span[label], h.strong[values[place].text]]
                    for place, label in enumerate(labels)
                ]
            ],
        ]
    ]


def _ring(labels: Sequence[str], values: Sequence[Value], whole: float, id: str) -> list[Tag]:
    shares, before = list[Tag](), 0.0
    for place, value in enumerate(values):
        if value.size > 0:
            after = before + value.size / whole
            shares.append(
                h.path(filled(place, id), d=_slice(before, after))[
                    h.title[f"{labels[place]}: {value.text}"]
                ]
            )
            before = after
    return shares


def _slice(start: float, end: float) -> str:
    """A part of the ring, in shares of a full turn; a whole turn is drawn as two halves."""
    if end - start > 0.999:
        return f"{_slice(0, 0.5)} {_slice(0.5, 1)}"
    far = int(end - start > 0.5)
    a, b, c, d = _at(start, OUTER), _at(end, OUTER), _at(end, INNER), _at(start, INNER)
    return f"M{a}A{OUTER} {OUTER} 0 {far} 1 {b}L{c}A{INNER} {INNER} 0 {far} 0 {d}Z"


def _at(turn: float, radius: int) -> str:
    """From the top, clockwise."""
    angle = 2 * pi * turn
    return f"{pixels(50 + radius * sin(angle))} {pixels(50 - radius * cos(angle))}"
