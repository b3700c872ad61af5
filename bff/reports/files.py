"""A report to take away."""

import asyncio
from typing import Any, Final

from litestar import Response

from bff.i18n import gettext as _
from bff.reports.pdf import NotSet, Typesetter
from bff.reports.queries import FileKind, ReportQuery
from bff.reports.report import Report
from bff.reports.workbook import workbook
from bff.shell import page
from bff.visit import Visit
from ui_components.button import link_button
from ui_components.empty import empty_state

CONTENT_TYPES: Final = {
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PDF: "application/pdf",
}


async def xlsx_answer(report: Report) -> Response[Any]:
    return download(report, FileKind.XLSX, await asyncio.to_thread(workbook, report))


async def pdf_answer(
    visit: Visit, query: ReportQuery, report: Report, typesetter: Typesetter
) -> Response[Any]:
    try:
        return download(report, FileKind.PDF, await typesetter.set(report))
    except NotSet as refusal:
        return no_pdf(visit, query, report, refusal.sentence)


def no_pdf(visit: Visit, query: ReportQuery, report: Report, sentence: str) -> Response[Any]:
    """What is missing, and two ways to the same numbers."""
    content = empty_state(
        _("There is no PDF now"),
        text=[sentence, " ", _("Print the page, or take the XLSX file.")],
        icon="file-question-mark",
        action=[
            link_button(href=query.url(report.name), variant="outline")[_("To the report")],
            link_button(href=query.url(report.name, FileKind.XLSX), icon="file-spreadsheet")[
                "XLSX"
            ],
        ],
        level=1,
    )
    return page(visit, title=report.title, content=content, status_code=503)


def download(report: Report, kind: FileKind, content: bytes) -> Response[Any]:
    name = f"foyer-{report.name}-{report.as_of:%Y-%m-%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=CONTENT_TYPES[kind], headers=headers)
