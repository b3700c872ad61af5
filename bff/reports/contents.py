"""What each report holds: the API's figures as sheets of rows."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct

from bff.gateway.deals import DealStatus, Money
from bff.gateway.stats import (
    Achieved,
    Comparison,
    Expected,
    Forecast,
    ForecastRow,
    PipelineReport,
    PipelineRow,
    Reason,
    ResultRow,
    Results,
    Sum,
    Tally,
)
from bff.i18n import gettext as _
from bff.i18n import month
from bff.periods import days_of
from bff.reports.report import (
    Cell,
    Column,
    Days,
    Number,
    Row,
    Share,
    Sheet,
    difference,
)
from bff.words import status_name

NOTHING: Final = Decimal("0.00")


def pipeline_sheets(found: PipelineReport) -> list[Sheet]:
    columns = [
        Column(_("Owner")),
        currency_column(),
        *sum_columns(status_name(DealStatus.NEW)),
        *sum_columns(status_name(DealStatus.IN_PROGRESS)),
        *sum_columns(_("Open")),
    ]
    rows = [Row(pipeline_cells(row)) for row in found.owners]
    rows += [Row(pipeline_cells(row), is_total=True) for row in found.totals]
    return [Sheet(_("Pipeline"), columns, rows, _("No deal is open."))]


def pipeline_cells(row: PipelineRow) -> list[Cell]:
    whole = Sum(row.new.count + row.in_progress.count, row.new.amount + row.in_progress.amount)
    return [
        row.name if row.user_id else _("Total"),
        row.currency,
        *sum_cells(row.new, row.currency),
        *sum_cells(row.in_progress, row.currency),
        *sum_cells(whole, row.currency),
    ]


def results_sheets(found: Results) -> list[Sheet]:
    columns = [
        Column(_("Owner")),
        currency_column(),
        *sum_columns(status_name(DealStatus.WON)),
        *sum_columns(status_name(DealStatus.LOST)),
        Column(_("Win rate"), is_number=True),
    ]
    rows = [Row(result_cells(row)) for row in found.owners]
    rows += [Row(result_cells(row), is_total=True) for row in found.totals]
    nothing = _("No deal was won or lost in this period.")
    return [Sheet(_("Won and lost by owner"), columns, rows, nothing), reasons_sheet(found)]


def result_cells(row: ResultRow) -> list[Cell]:
    return [
        row.name if row.user_id else _("Total"),
        row.currency,
        *sum_cells(row.won, row.currency),
        *sum_cells(row.lost, row.currency),
        Share(row.win_rate),
    ]


def reasons_sheet(found: Results) -> Sheet:
    columns = [Column(_("Reason")), currency_column(), *sum_columns(_("Lost"))]
    rows = [
        Row(
            [
                reason_name(reason),
                reason.currency,
                reason.count,
                Money(reason.currency, reason.amount),
            ]
        )
        for reason in found.reasons
    ]
    return Sheet(_("Why deals were lost"), columns, rows, _("No deal was lost in this period."))


def reason_name(reason: Reason) -> str:
    if reason.reason is None:
        return other_reasons()
    return reason.reason or _("No reason given")


def other_reasons() -> str:
    return _("Other reasons")


def forecast_sheets(found: Forecast) -> list[Sheet]:
    columns = [
        Column(_("Expected close")),
        currency_column(),
        *sum_columns(_("Open")),
        Column(_("Weighted"), is_number=True),
    ]
    rows = [
        Row(
            [
                expected_name(row),
                row.currency,
                row.count,
                Money(row.currency, row.amount),
                Money(row.currency, row.weighted),
            ]
        )
        for row in found.rows
    ]
    rows += [
        Row(
            [
                _("Total"),
                total.currency,
                total.count,
                Money(total.currency, total.amount),
                Money(total.currency, total.weighted),
            ],
            is_total=True,
        )
        for total in found.totals
    ]
    return [Sheet(_("Forecast"), columns, rows, _("No deal is open."))]


def expected_name(row: ForecastRow) -> str:
    return {
        Expected.LATE: _("Was expected before today"),
        Expected.MONTH: month(row.starts) if row.starts else "",
        Expected.LATER: _("Later"),
        Expected.UNDATED: _("No date"),
    }[row.expected]


def chances_note(found: Forecast) -> str:
    """What "weighted" means."""
    told = ", ".join(f"{status_name(one.status)} {one.percent} %" for one in found.chances)
    return _("Weighted by the chance of each stage: {chances}.").format(chances=told)


def comparison_sheets(found: Comparison) -> list[Sheet]:
    columns = [
        Column(_("Figure")),
        Column(days_of(found.this.starts, found.this.ends), is_number=True),
        Column(days_of(found.before.starts, found.before.ends), is_number=True),
        Column(_("Difference"), is_number=True),
    ]
    rows = [
        Row([one.name, one.this, one.before, difference(one.this, one.before)])
        for one in compared(found)
    ]
    return [Sheet(_("Comparison"), columns, rows, "")]


class Compared(Struct, frozen=True):
    """A figure of a period and of the one before."""

    name: str
    this: Number
    before: Number
    less_is_better: bool = False


def compared(found: Comparison) -> list[Compared]:
    """Amounts by currency."""
    this, before = found.this, found.before
    return [
        Compared(_("Deals opened"), this.opened, before.opened),
        Compared(_("Deals won"), this.won.count, before.won.count),
        *amounts(_("Won, {currency}"), this.won, before.won),
        Compared(_("Deals lost"), this.lost.count, before.lost.count, less_is_better=True),
        *amounts(_("Lost, {currency}"), this.lost, before.lost, less_is_better=True),
        Compared(_("Win rate"), Share(this.win_rate), Share(before.win_rate)),
        Compared(_("Average cycle"), cycle(this), cycle(before), less_is_better=True),
        Compared(_("New clients"), this.new_clients, before.new_clients),
    ]


def amounts(
    name: str, this: Tally, before: Tally, *, less_is_better: bool = False
) -> Iterable[Compared]:
    now = {one.currency: one.amount for one in this.sums}
    then = {one.currency: one.amount for one in before.sums}
    for currency in sorted(now | then):
        yield Compared(
            name.format(currency=currency),
            Money(currency, now.get(currency, NOTHING)),
            Money(currency, then.get(currency, NOTHING)),
            less_is_better,
        )


def cycle(achieved: Achieved) -> Days:
    return Days(achieved.average_cycle_days)


def currency_column() -> Column:
    return Column(_("Currency"), for_files=True)


def sum_columns(name: str) -> Sequence[Column]:
    return (
        Column(_("{name}, deals").format(name=name), is_number=True),
        Column(_("{name}, amount").format(name=name), is_number=True),
    )


def sum_cells(sum: Sum, currency: str) -> Sequence[Cell]:
    return (sum.count, Money(currency, sum.amount))
