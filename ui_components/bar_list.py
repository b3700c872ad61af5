"""Things compared by length, each under its name: people, reasons, stages of a funnel."""

from collections.abc import Sequence

from ui_components import html as h
from ui_components.chart import ChartTexts, Series, chart, filled
from ui_components.html import Tag
from ui_components.scale import percent

THICK = 10


def bar_list(
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    name: str,
    id: str,
    totals: Sequence[str] = (),
    texts: ChartTexts | None = None,
) -> Tag:
    """The series of a label are put end to end; ``totals`` stand at the end of each row."""
    rows = list(zip(*[[value.size for value in one.values] for one in series], strict=True))
    longest = max((sum(row) for row in rows), default=0) or 1
    return chart(labels, series, name=name, id=id, texts=texts)[
        labels
        and h.ol(class_="bar-list", aria_label=name)[
            [
                h.li[
                    h.span(class_="bar-name", title=label)[label],
                    h.span(class_="bar-total")[totals[place] if totals else _said(series, place)],
                    _bars(series, rows[place], place, longest, id),
                ]
                for place, label in enumerate(labels)
            ]
        ]
    ]


def _bars(
    series: Sequence[Series], sizes: Sequence[float], place: int, longest: float, id: str
) -> Tag:
    left, bars = 0.0, list[Tag]()
    for number, size in enumerate(sizes):
        bars.append(
            h.rect(
                filled(number, id),
                x=percent(left / longest),
                width=percent(size / longest),
                height=str(THICK),
            )[h.title[f"{series[number].name}: {series[number].values[place].text}"]]
        )
        left += size
    said = "; ".join(f"{one.name}: {one.values[place].text}" for one in series)
    return h.svg(class_="bar-line", width="100%", height=str(THICK), role="img", aria_label=said)[
        h.rect(class_="chart-track", width="100%", height=str(THICK)), bars
    ]


def _said(series: Sequence[Series], place: int) -> str:
    return " · ".join(one.values[place].text for one in series)
