"""Asks for a report and makes of the answer what page, PDF and workbook have in common."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final, Generic, TypeVar

from msgspec import Struct

from bff.gateway.stats import (
    Comparison,
    Forecast,
    Narrowed,
    PipelineReport,
    Results,
    StatsGateway,
)
from bff.i18n import gettext as _
from bff.i18n import moment
from bff.owners import named
from bff.periods import days_of, period_name
from bff.reports import contents, figures
from bff.reports.queries import ReportName, ReportQuery
from bff.reports.report import Figure, Report, Sheet
from bff.visit import Visit

Answer = TypeVar("Answer", PipelineReport, Forecast, Results, Comparison)


class Kind(Struct, Generic[Answer], frozen=True):
    ask: Callable[[StatsGateway, Narrowed], Awaitable[Answer]]
    figures: Callable[[Answer], list[Figure]]
    sheets: Callable[[Answer], list[Sheet]]


KINDS: Final[dict[ReportName, Kind[Any]]] = {
    ReportName.PIPELINE: Kind(
        StatsGateway.pipeline, figures.pipeline_figures, contents.pipeline_sheets
    ),
    ReportName.FORECAST: Kind(
        StatsGateway.forecast, figures.forecast_figures, contents.forecast_sheets
    ),
    ReportName.RESULTS: Kind(
        StatsGateway.results, figures.results_figures, contents.results_sheets
    ),
    ReportName.COMPARISON: Kind(
        StatsGateway.comparison, figures.comparison_figures, contents.comparison_sheets
    ),
}


def report_title(name: ReportName) -> str:
    return {
        ReportName.PIPELINE: _("Pipeline"),
        ReportName.FORECAST: _("Forecast"),
        ReportName.RESULTS: _("Won and lost"),
        ReportName.COMPARISON: _("Comparison"),
    }[name]


async def read_report(visit: Visit, name: ReportName, query: ReportQuery) -> Report:
    kind = KINDS[name]
    answer, owner = await asyncio.gather(kind.ask(visit.stats, query), owner_name(visit, query))
    return Report(
        name,
        report_title(name),
        facts_of(name, query, answer, owner),
        kind.figures(answer),
        kind.sheets(answer),
        answer.as_of,
        contents.chances_note(answer) if isinstance(answer, Forecast) else "",
    )


async def owner_name(visit: Visit, query: ReportQuery) -> str:
    if query.owner is None:
        return _("All owners")
    user = await named(visit, query.owner)
    return user.full_name if user else str(query.owner)


async def filter_currencies(visit: Visit) -> list[str]:
    """Only a whole page has the filter."""
    return [] if visit.htmx.wants_part else await visit.stats.currencies()


def facts_of(
    name: ReportName, query: ReportQuery, answer: Any, owner: str
) -> list[tuple[str, str]]:
    return [
        (_("Period"), span_name(query, answer) if name.has_period else _("Now")),
        (_("Owner"), owner),
        (_("Currency"), query.currency or _("All currencies")),
        (_("As of"), _("as of {moment}").format(moment=moment(answer.as_of))),
    ]


def span_name(query: ReportQuery, answer: Results | Comparison) -> str:
    span = answer.this if isinstance(answer, Comparison) else answer
    return f"{period_name(query.period)}, {days_of(span.starts, span.ends)}"
