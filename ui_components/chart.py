"""What every chart has: a legend whose marks need no colour, a plot, and its numbers as a table.

Shapes stand at percentages of the width and at pixels of the height, so a chart is as wide as
its place while its text keeps its size. Sizes are drawn; texts are what people read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from htpy import Node, with_children

from ui_components import html as h
from ui_components.html import Attrs, Tag

SERIES: Final = 5
_HATCHES: Final = (
    h.path(class_="chart-hatch", d="M-1 1l2-2M0 6l6-6M5 7l2-2"),
    h.circle(class_="chart-dot", cx="3", cy="3", r="1.4"),
    h.path(class_="chart-hatch", d="M-1 5l2 2M0 0l6 6M5-1l2 2"),
    h.path(class_="chart-hatch", d="M0 3h6"),
)


@dataclass(frozen=True, slots=True)
class Value:
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class Series:
    """One value for each of the chart's labels."""

    name: str
    values: Sequence[Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartTexts:
    """``label`` heads the table's first column."""

    label: str = ""
    table: str = "Show as a table"
    empty: str = "Nothing to show yet."


@with_children
def chart(
    children: Node,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    name: str,
    id: str,
    marks: int | None = None,
    legend: bool = True,
    texts: ChartTexts | None = None,
) -> Tag:
    """The frame round a plot; the other charts are made with it. ``marks`` are told apart: the
    series, unless said otherwise.
    """
    texts = texts or ChartTexts()
    if not labels:
        return h.figure(class_="chart", id=id)[h.p(class_="chart-empty")[texts.empty]]
    return h.figure(class_="chart", id=id)[
        h.svg(class_="chart-defs", width="0", height="0", aria_hidden="true")[
            _patterns(id, len(series) if marks is None else marks)
        ],
        legend and len(series) > 1 and chart_legend([one.name for one in series], id=id),
        children,
        _table(labels, series, name, texts),
    ]


def _patterns(id: str, count: int) -> Tag:
    """The first series is plain; each other has a pattern of its own over its colour."""
    ground = h.rect(class_="chart-fill", width="6", height="6")
    return h.defs[
        [
            h.pattern(
                id=f"{id}-{place + 1}",
                width="6",
                height="6",
                patternUnits="userSpaceOnUse",
                data_series=_number(place),
            )[ground, _HATCHES[(place - 1) % len(_HATCHES)]]
            for place in range(1, count)
        ]
    ]


def chart_legend(names: Sequence[str], *, id: str) -> Tag:
    """Which mark is whose, for series in this order."""
    return h.ul(class_="chart-legend")[
        [h.li[swatch(place, id=id), name] for place, name in enumerate(names)]
    ]


def swatch(place: int, *, id: str) -> Tag:
    """The mark of the series at this place."""
    return h.svg(class_="chart-swatch", width="12", height="12", aria_hidden="true")[
        h.rect(filled(place, id), width="12", height="12", rx="2")
    ]


def filled(place: int, id: str) -> Attrs:
    """How a shape of the series at this place looks."""
    if place:
        return {"fill": f"url(#{id}-{place + 1})"}
    return {"class": "chart-fill", "data-series": _number(place)}


def told(labels: Sequence[str], series: Sequence[Series], place: int) -> str:
    """All that is known of one label, for a tooltip and for a screen reader."""
    values = [f"{one.name}: {one.values[place].text}" for one in series]
    return "\n".join([labels[place], *values])


def _number(place: int) -> str:
    return str(place % SERIES + 1)


def _table(labels: Sequence[str], series: Sequence[Series], name: str, texts: ChartTexts) -> Tag:
    return h.details(class_="chart-data")[
        h.summary[texts.table],
        h.div(class_="table-frame")[
            h.table(class_="data-table")[
                h.caption(class_="sr-only")[name],
                h.thead[
                    h.tr[
                        h.th(scope="col")[texts.label or h.span(class_="sr-only")[name]],
                        [h.th(scope="col", data_align="end")[one.name] for one in series],
                    ]
                ],
                h.tbody[
                    [
                        h.tr[
                            h.th(scope="row")[label],
                            [h.td(data_align="end")[one.values[place].text] for one in series],
                        ]
                        for place, label in enumerate(labels)
                    ]
                ],
            ]
        ],
    ]
