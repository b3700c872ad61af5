"""What is left from stage to stage: bars that narrow, each named, with a slope between them."""

from collections.abc import Sequence
from typing import Final

from ui_components import html as h
from ui_components.chart import ChartTexts, Series, Value, chart
from ui_components.html import Tag
from ui_components.scale import percent, pixels

TALL: Final = 26
SLOPE: Final = 14


def funnel(
    labels: Sequence[str],
    values: Sequence[Value],
    *,
    name: str,
    id: str,
    texts: ChartTexts | None = None,
) -> Tag:
    """One value for each stage, in the order in which they are gone through."""
    series = [Series(name, values)]
    widest = max((value.size for value in values), default=0) or 1
    shares = [value.size / widest for value in values]
    return chart(labels, series, name=name, id=id, texts=texts)[
        labels
        and h.ol(class_="funnel", aria_label=name)[
            [
                h.li[
                    h.span(class_="bar-name")[label],
                    h.span(class_="bar-total")[values[place].text],
                    _stage(shares[place], shares[place + 1 : place + 2]),
                ]
                for place, label in enumerate(labels)
            ]
        ]
    ]


def _stage(share: float, next: Sequence[float]) -> Tag:
    """The slope is stretched with the width, so it stands in a picture of its own."""
    height = TALL + (SLOPE if next else 0)
    return h.svg(width="100%", height=str(height), aria_hidden="true")[
        h.rect(
            class_="chart-fill",
            data_series=1,
            x=percent((1 - share) / 2),
            width=percent(share),
            height=str(TALL),
            rx="3",
        ),
        [
            h.svg(
                y=str(TALL),
                width="100%",
                height=str(SLOPE),
                viewBox="0 0 100 1",
                preserveAspectRatio="none",
            )[h.path(class_="funnel-slope", d=_slope(share, narrower))]
            for narrower in next
        ],
    ]


def _slope(above: float, below: float) -> str:
    a, b = 50 - above * 50, 50 - below * 50
    return f"M{pixels(a)} 0H{pixels(100 - a)}L{pixels(100 - b)} 1H{pixels(b)}Z"
