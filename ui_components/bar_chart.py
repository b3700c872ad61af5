"""Numbers side by side, growing upwards: one bar for each label, or one for each series of it."""

from collections.abc import Iterator, Sequence
from typing import Final

from ui_components import html as h
from ui_components.chart import ChartTexts, Series, chart, filled
from ui_components.html import Tag
from ui_components.plot import ABOVE, HEIGHT, Tick, middle, plain, plot
from ui_components.scale import Scale, percent, pixels, scale_of

WIDEST: Final = 0.12  # so that one bar alone is no wall


def bar_chart(
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    name: str,
    id: str,
    stacked: bool = False,
    tick: Tick = plain,
    texts: ChartTexts | None = None,
) -> Tag:
    """``stacked`` puts the series on top of each other, where their sum means something."""
    sizes = [[value.size for value in one.values] for one in series]
    columns = list(zip(*sizes, strict=True))
    scale = scale_of([sum(column) if stacked else max(column) for column in columns])
    draw = _stack if stacked else _group
    return chart(labels, series, name=name, id=id, texts=texts)[
        labels
        and plot(labels, series, scale=scale, name=name, tick=tick)[
            [
                list(draw(scale, column, place, len(labels), id))
                for place, column in enumerate(columns)
            ]
        ],
    ]


def _stack(scale: Scale, sizes: Sequence[float], place: int, count: int, id: str) -> Iterator[Tag]:
    width, below = min(0.6 / count, WIDEST), 0.0
    for number, size in enumerate(sizes):
        yield _bar(scale, below, size, middle(place, count) - width / 2, width, number, id)
        below += size


def _group(scale: Scale, sizes: Sequence[float], place: int, count: int, id: str) -> Iterator[Tag]:
    width = min(0.7 / count / len(sizes), WIDEST)
    left = middle(place, count) - width * len(sizes) / 2
    for number, size in enumerate(sizes):
        yield _bar(scale, 0, size, left + width * number, width * 0.92, number, id)


def _bar(
    scale: Scale, below: float, size: float, left: float, width: float, number: int, id: str
) -> Tag:
    tall = HEIGHT * scale.share(size)
    return h.rect(
        filled(number, id),
        x=percent(left),
        y=pixels(ABOVE + HEIGHT * (1 - scale.share(below)) - tall),
        width=percent(width),
        height=pixels(tall),
        rx="2",
    )
