"""A report as a page; its section is also what the PDF is set from."""

from collections.abc import Sequence
from typing import Final

from bff.html import Html
from bff.i18n import gettext as _
from bff.people import People
from bff.periods import period_filter
from bff.person_choice import owner_filter
from bff.reports.queries import FileKind, ReportName, ReportQuery
from bff.reports.reading import report_title
from bff.reports.report import Column, Report, Row, Sheet, written
from bff.shell import page
from bff.visit import Visit
from ui_components import html as h
from ui_components import hx
from ui_components.button import link_button
from ui_components.card import card
from ui_components.field import Option, select_input
from ui_components.filter_bar import filter_bar
from ui_components.html import Tag
from ui_components.layout import grid, page_header, quiet, row, stack
from ui_components.segmented import View, segmented
from ui_components.table import Column as TableColumn
from ui_components.table import data_table

SECTION: Final = "report"
TABS: Final = "report-tabs"


def report_page(
    visit: Visit,
    query: ReportQuery,
    report: Report,
    users: People,
    currencies: Sequence[str],
) -> Html:
    section = stack(id=SECTION)[
        row(spread=True)[facts_line(report), files(query, report.name)], report_body(report)
    ]
    choices = tabs(query, report.name)
    content = [
        page_header(_("Reports"), actions=h.div(id=TABS)[choices]),
        filters(query, report.name, users, currencies),
        section,
    ]
    return page(
        visit,
        title=report.title,
        content=content,
        part=(section, hx.partial(f"#{TABS}")[choices]),
        parents=[(_("Reports"), "/reports/")],
        address=query.url(report.name),
    )


def tabs(query: ReportQuery, current: ReportName) -> Tag:
    """The filters go along."""
    views = [
        View(label=report_title(name), href=query.url(name), current=name == current)
        for name in ReportName
    ]
    return segmented(views, label=_("Reports"))


def filters(query: ReportQuery, name: ReportName, users: People, currencies: Sequence[str]) -> Tag:
    known = [*currencies, *([query.currency] if query.currency else [])]
    options = [Option(currency, currency) for currency in dict.fromkeys(known)]
    return filter_bar(
        action=f"/reports/{name}/",
        target=f"#{SECTION}",
        label=_("Filter the report"),
        submit_label=_("Apply"),
    )[
        period_filter(query.period) if name.has_period else None,
        owner_filter(users, str(query.owner or "")),
        select_input(
            "currency",
            _("Currency"),
            options,
            value=query.currency or "",
            empty=_("All currencies"),
        ),
    ]


def files(query: ReportQuery, name: ReportName) -> Tag:
    return row[
        link_button(
            href=query.url(name, FileKind.XLSX),
            variant="outline",
            icon="file-spreadsheet",
            attrs={"download": True},
        )["XLSX"],
        link_button(
            href=query.url(name, FileKind.PDF),
            variant="outline",
            icon="download",
        )["PDF"],
    ]


def facts_line(report: Report) -> Tag:
    """What the report is of."""
    return quiet[" · ".join(fact for _name, fact in report.facts)]


def report_body(report: Report) -> Tag:
    """The same on the page and on paper."""
    pictures = [card(title=figure.title)[figure.drawing] for figure in report.figures]
    return stack[
        grid[pictures] if len(pictures) > 1 else pictures,
        [sheet_card(sheet, f"sheet-{place}") for place, sheet in enumerate(report.sheets)],
        quiet[report.note] if report.note else None,
    ]


def sheet_card(sheet: Sheet, id: str) -> Tag:
    places = [place for place, column in enumerate(sheet.columns) if not column.for_files]
    numbered = list(enumerate(sheet.rows))
    table = data_table(
        numbered,
        [table_column(sheet.columns[place], place) for place in places],
        caption=sheet.title,
        row_key=lambda row: str(row[0]),
        empty=quiet[sheet.empty],
        id=id,
    )
    return card(title=sheet.title, flush=True)[table]


def table_column(column: Column, place: int) -> TableColumn[tuple[int, Row]]:
    def cell(numbered: tuple[int, Row]) -> Tag | str:
        _place, row = numbered
        text = written(row.cells[place])
        return h.strong[text] if row.is_total else text

    return TableColumn(header=column.title, cell=cell, align="end" if column.is_number else "start")
