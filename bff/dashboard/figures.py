"""How the team does: figures, the pipeline, twelve weeks, and who sold what."""

from collections.abc import Sequence

from htpy import Node

from bff.gateway.deals import DealStatus, Money
from bff.gateway.stats import Overview, OwnerStats, Period, Stats, Tally, Week
from bff.i18n import brief_day, brief_money, days, ngettext, number, share
from bff.i18n import gettext as _
from bff.periods import days_of, period_name
from bff.words import status_name
from ui_components.avatar import person
from ui_components.bar_list import bar_list
from ui_components.card import card
from ui_components.chart import ChartTexts, Series, Value
from ui_components.funnel import funnel
from ui_components.html import Tag
from ui_components.layout import grid, quiet, stack
from ui_components.line_chart import line_chart
from ui_components.sparkline import sparkline
from ui_components.stat import stat
from ui_components.table import Column, data_table

CHARTED = 8  # owners; the table has them all


def figures(overview: Overview, period: Period) -> Node:
    return [
        tiles(overview),
        grid[pipeline(overview, period), weeks(overview.pipeline.weeks)],
        owners(overview.stats, period),
    ]


def tiles(overview: Overview) -> Tag:
    stats, weeks = overview.stats, overview.pipeline.weeks
    count = sum(stage.count for stage in overview.pipeline.stages)
    return grid(columns="tiles")[
        money_stat(
            _("Open pipeline"),
            total([stage.sums for stage in overview.pipeline.stages]),
            note=deals_count(count),
            href="/deals/board/",
        ),
        money_stat(
            _("Won"),
            stats.won.sums,
            note=deals_count(stats.won.count),
            chart=trend(_("Won by week"), [week.won.count for week in weeks]),
        ),
        stat(
            _("Win rate"),
            share(stats.win_rate),
            note=_("{won} won, {lost} lost").format(
                won=number(stats.won.count), lost=number(stats.lost.count)
            ),
            icon="trophy",
        ),
        stat(
            _("Average cycle"),
            days(stats.average_cycle_days),
            note=_("from opening to winning"),
            icon="clock",
        ),
        stat(
            _("New clients"),
            number(stats.new_clients),
            chart=trend(_("New clients by week"), [week.new_clients for week in weeks]),
            icon="user-plus",
        ),
        stat(
            _("Overdue tasks"),
            number(overview.pipeline.overdue_tasks),
            note=_("of everybody, now"),
            icon="calendar-clock",
            href="/tasks/",
        ),
    ]


def money_stat(
    label: str, sums: Sequence[Money], *, note: str, chart: Node = None, href: str | None = None
) -> Tag:
    """Euros and dollars do not add up: each currency has a line."""
    lines = [brief_money(one.amount, one.currency) for one in sums] or ["—"]
    return stat(label, lines[0], others=lines[1:], note=note, chart=chart, href=href)


def trend(name: str, counts: Sequence[int]) -> Tag:
    return sparkline([Value(count, number(count)) for count in counts], name=name)


def pipeline(overview: Overview, period: Period) -> Tag:
    won = overview.stats.won
    name = _("Pipeline by stage")
    stages = [
        (status_name(stage.status), Tally(stage.count, stage.sums))
        for stage in overview.pipeline.stages
    ]
    stages.append((f"{status_name(DealStatus.WON)}, {period_name(period).lower()}", won))
    return card(title=name)[
        funnel(
            [label for label, _tally in stages],
            [Value(tally.count, told(tally)) for _label, tally in stages],
            name=name,
            id="pipeline",
            texts=texts(_("Stage")),
        )
    ]


def weeks(weeks: Sequence[Week]) -> Tag:
    name = _("The last twelve weeks")
    series = [
        Series(_("Won"), [Value(week.won.count, told(week.won)) for week in weeks]),
        Series(_("Lost"), [Value(week.lost.count, told(week.lost)) for week in weeks]),
        Series(_("New clients"), [Value(w.new_clients, number(w.new_clients)) for w in weeks]),
    ]
    labels = [brief_day(week.starts) for week in weeks]
    return card(title=name)[
        line_chart(labels, series, name=name, id="weeks", texts=texts(_("Week from")))
    ]


def owners(stats: Stats, period: Period) -> Tag:
    name = _("Owners")
    span = f"{period_name(period)}: {days_of(stats.starts, stats.ends)}"
    listed = data_table(
        stats.owners,
        owner_columns(),
        caption=name,
        row_key=lambda owner: str(owner.user_id),
        empty=quiet[_("Nobody owns anything yet.")],
        id="owner",
    )
    return card(title=name, description=span)[stack(gap="lg")[owners_chart(stats), listed]]


def owners_chart(stats: Stats) -> Tag | None:
    """Of those who closed something."""
    busy = [one for one in stats.owners if one.won.count or one.lost.count][:CHARTED]
    if not busy:
        return None
    return bar_list(
        [one.name for one in busy],
        [
            Series(_("Won"), [Value(one.won.count, told(one.won)) for one in busy]),
            Series(_("Lost"), [Value(one.lost.count, told(one.lost)) for one in busy]),
        ],
        name=_("Won and lost by owner"),
        id="owners",
        totals=[share(one.win_rate) for one in busy],
        texts=texts(_("Owner")),
    )


def owner_columns() -> list[Column[OwnerStats]]:
    return [
        Column(header=_("Owner"), cell=lambda one: person(one.name)),
        Column(header=_("Open"), cell=lambda one: tally_cell(one.open), align="end"),
        Column(header=_("Won"), cell=lambda one: tally_cell(one.won), align="end"),
        Column(
            header=_("Lost"), cell=lambda one: tally_cell(one.lost), align="end", shown_from="sm"
        ),
        Column(
            header=_("Win rate"),
            cell=lambda one: share(one.win_rate),
            align="end",
            shown_from="md",
        ),
        Column(
            header=_("New clients"),
            cell=lambda one: number(one.new_clients),
            align="end",
            shown_from="lg",
        ),
        Column(
            header=_("Overdue tasks"),
            cell=lambda one: number(one.overdue_tasks),
            align="end",
            shown_from="lg",
        ),
    ]


def tally_cell(tally: Tally) -> Node:
    sums = stack(gap="xs")[[quiet(small=True)[money] for money in monies(tally.sums)]]
    return [number(tally.count), sums if tally.sums else None]


def told(tally: Tally) -> str:
    return " · ".join([number(tally.count), *monies(tally.sums)])


def monies(sums: Sequence[Money]) -> list[str]:
    return [brief_money(one.amount, one.currency) for one in sums]


def total(groups: Sequence[Sequence[Money]]) -> list[Money]:
    found: dict[str, Money] = {}
    for one in (money for group in groups for money in group):
        before = found.get(one.currency)
        amount = one.amount + (before.amount if before else 0)
        found[one.currency] = Money(one.currency, amount)
    return [found[currency] for currency in sorted(found)]


def deals_count(count: int) -> str:
    return ngettext("{count} deal", "{count} deals", count).format(count=number(count))


def texts(label: str) -> ChartTexts:
    return ChartTexts(
        label=label, table=_("Show as a table"), empty=_("There is nothing to show yet.")
    )
