"""The reports' pictures."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from bff.gateway.deals import DealStatus, Money
from bff.gateway.stats import (
    Comparison,
    Expected,
    Forecast,
    PipelineReport,
    Reason,
    ResultRow,
    Results,
)
from bff.i18n import compact, money, month, number, share
from bff.i18n import gettext as _
from bff.reports.contents import Compared, compared, other_reasons, reason_name
from bff.reports.report import Figure, difference, size, written
from bff.words import status_name
from ui_components.badge import Tone
from ui_components.bar_chart import bar_chart
from ui_components.bar_list import bar_list
from ui_components.chart import ChartTexts, Series, Value
from ui_components.donut import donut
from ui_components.html import Tag
from ui_components.layout import grid
from ui_components.stat import Direction, Trend, stat

CHARTED: Final = 8  # owners; the sheet has them all
PARTS: Final = 4  # reasons that have a part of the ring of their own
CURRENCIES: Final = 3


def pipeline_figures(found: PipelineReport) -> list[Figure]:
    """Deals, for amounts in several currencies cannot be put end to end."""
    new, in_progress = defaultdict[str, int](int), defaultdict[str, int](int)
    for row in found.owners:
        new[row.name] += row.new.count
        in_progress[row.name] += row.in_progress.count
    names = most({name: new[name] + in_progress[name] for name in new})
    title = _("Open deals by owner and stage")
    series = [
        counted(status_name(DealStatus.NEW), new, names),
        counted(status_name(DealStatus.IN_PROGRESS), in_progress, names),
    ]
    totals = [number(new[name] + in_progress[name]) for name in names]
    chart = bar_list(
        names, series, name=title, id="by-owner", totals=totals, texts=texts(_("Owner"))
    )
    return [Figure(title, chart)]


def results_figures(found: Results) -> list[Figure]:
    return [owners_figure(found.owners), reasons_figure(found.reasons)]


def owners_figure(rows: Sequence[ResultRow]) -> Figure:
    won, lost = defaultdict[str, int](int), defaultdict[str, int](int)
    for row in rows:
        won[row.name] += row.won.count
        lost[row.name] += row.lost.count
    names = most({name: won[name] + lost[name] for name in won})
    title = _("Won and lost by owner")
    series = [counted(_("Won"), won, names), counted(_("Lost"), lost, names)]
    totals = [share(won[name] / (won[name] + lost[name])) for name in names]
    chart = bar_list(
        names, series, name=title, id="by-owner", totals=totals, texts=texts(_("Owner"))
    )
    return Figure(title, chart)


def reasons_figure(reasons: Sequence[Reason]) -> Figure:
    counts = defaultdict[str, int](int)
    for reason in reasons:
        counts[reason_name(reason)] += reason.count
    others = counts.pop(other_reasons(), 0)
    named = most(counts, PARTS)
    others += sum(counts.values()) - sum(counts[name] for name in named)
    parts = [(name, counts[name]) for name in named]
    parts += [(other_reasons(), others)] if others else []
    title = _("Why deals were lost")
    chart = donut(
        [name for name, _count in parts],
        [Value(count, number(count)) for _name, count in parts],
        name=title,
        id="reasons",
        total=number(sum(count for _name, count in parts)),
        texts=texts(_("Reason")),
    )
    return Figure(title, chart)


def forecast_figures(found: Forecast) -> list[Figure]:
    """One for each currency, those with most deals; what has no month is in the sheet."""
    totals = sorted(found.totals, key=lambda total: (-total.count, total.currency))
    return [forecast_figure(found, total.currency) for total in totals[:CURRENCIES]]


def forecast_figure(found: Forecast, currency: str) -> Figure:
    rows = [
        row
        for row in found.rows
        if row.expected == Expected.MONTH and row.currency == currency and row.starts
    ]
    title = _("Expected by month, {currency}").format(currency=currency)
    chart = bar_chart(
        [month(row.starts) for row in rows if row.starts],
        [
            Series(_("Open"), [amount(Money(currency, row.amount)) for row in rows]),
            Series(_("Weighted"), [amount(Money(currency, row.weighted)) for row in rows]),
        ],
        name=title,
        id=f"months-{currency}",
        tick=compact,
        texts=texts(_("Month")),
    )
    return Figure(title, chart)


def comparison_figures(found: Comparison) -> list[Figure]:
    tiles = grid(columns="tiles")[[tile(one) for one in compared(found)]]
    return [Figure(_("At a glance"), tiles)]


def tile(one: Compared) -> Tag:
    by = difference(one.this, one.before)
    more = size(by.by) if by.by is not None else 0
    told = _("{change}, {before} before").format(change=written(by), before=written(one.before))
    direction: Direction = "up" if more > 0 else "down" if more < 0 else "level"
    return stat(one.name, written(one.this), trend=Trend(told, direction, tone_of(one, more)))


def tone_of(one: Compared, more: Decimal | float) -> Tone:
    if not more:
        return "neutral"
    return "danger" if (more > 0) == one.less_is_better else "success"


def counted(name: str, counts: dict[str, int], names: Iterable[str]) -> Series:
    return Series(name, [Value(counts[one], number(counts[one])) for one in names])


def amount(value: Money) -> Value:
    return Value(float(value.amount), money(value.amount, value.currency))


def most(counts: dict[str, int], limit: int = CHARTED) -> list[str]:
    return sorted(counts, key=lambda name: (-counts[name], name))[:limit]


def texts(label: str) -> ChartTexts:
    return ChartTexts(
        label=label, table=_("Show as a table"), empty=_("There is nothing to show yet.")
    )
