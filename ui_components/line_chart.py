"""How numbers went over time: one line for each series."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from ui_components import html as h
from ui_components.chart import ChartTexts, Series, chart
from ui_components.html import Tag
from ui_components.plot import Tick, height, middle, plain, plot
from ui_components.scale import Scale, percent, scale_of

# Lines are told apart without colours too: by dashes, and by full and hollow points.
_DASHES: Final = (None, "5 4", "1.5 4", "8 3 2 3", "3 3")


def line_chart(
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    name: str,
    id: str,
    tick: Tick = plain,
    texts: ChartTexts | None = None,
) -> Tag:
    """``tick`` writes the numbers beside the lines."""
    scale = scale_of([value.size for one in series for value in one.values])
    names = [one.name for one in series]
    return chart(labels, series, name=name, id=id, texts=texts, legend=False)[
        len(series) > 1 and _legend(names),
        labels
        and plot(labels, series, scale=scale, name=name, tick=tick)[
            [_line(scale, one, place) for place, one in enumerate(series)]
        ],
    ]


def _line(scale: Scale, series: Series, place: int) -> Tag:
    count = len(series.values)
    points = [
        (percent(middle(at, count)), height(scale, value.size))
        for at, value in enumerate(series.values)
    ]
    return h.g(data_series=place % len(_DASHES) + 1)[
        [
            h.line(
                class_="chart-line",
                x1=x1,
                y1=y1,
                x2=x2,
                y2=y2,
                stroke_dasharray=_DASHES[place % len(_DASHES)],
            )
            for (x1, y1), (x2, y2) in pairwise(points)
        ],
        [_point(x, y, place) for x, y in points],
    ]


def _point(x: str, y: str, place: int) -> Tag:
    return h.circle(class_="chart-point", cx=x, cy=y, r="3", data_hollow=place % 2 == 1)


def _legend(names: Sequence[str]) -> Tag:
    return h.ul(class_="chart-legend")[
        [
            h.li[
                h.svg(class_="chart-swatch", width="22", height="12", aria_hidden="true")[
                    h.g(data_series=place % len(_DASHES) + 1)[
                        h.line(
                            class_="chart-line",
                            x1="1",
                            x2="21",
                            y1="6",
                            y2="6",
                            stroke_dasharray=_DASHES[place % len(_DASHES)],
                        ),
                        _point("11", "6", place),
                    ]
                ],
                name,
            ]
            for place, name in enumerate(names)
        ]
    ]
