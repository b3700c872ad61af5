"""Reports: each as a page, as a workbook, and on paper."""

import asyncio
from typing import Any, TypeAlias

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation

from bff.forms import asked
from bff.people import filter_users
from bff.reports.files import pdf_answer, xlsx_answer
from bff.reports.pages import report_page
from bff.reports.pdf import Typesetter
from bff.reports.queries import ReportName, ReportQuery, report_named
from bff.reports.reading import filter_currencies, read_report
from bff.visit import Visiting

AnyRequest = Request[Any, Any, Any]
Setting: TypeAlias = NamedDependency[SkipValidation[Typesetter]]


@get("/reports/")
async def show_reports(visit: Visiting) -> Response[Any]:
    return visit.go(ReportQuery().url(ReportName.PIPELINE))


@get("/reports/{name:str}/")
async def show_report(request: AnyRequest, visit: Visiting, name: FromPath[str]) -> Response[Any]:
    query = asked(request.query_params, ReportQuery)
    report, users, currencies = await asyncio.gather(
        read_report(visit, report_named(name), query),
        filter_users(visit),
        filter_currencies(visit),
    )
    return report_page(visit, query, report, users, currencies)


@get("/reports/{name:str}/xlsx", unpacked=True)
async def download_xlsx(request: AnyRequest, visit: Visiting, name: FromPath[str]) -> Response[Any]:
    query = asked(request.query_params, ReportQuery)
    return await xlsx_answer(await read_report(visit, report_named(name), query))


@get("/reports/{name:str}/pdf", unpacked=True)
async def download_pdf(
    request: AnyRequest, visit: Visiting, typesetter: Setting, name: FromPath[str]
) -> Response[Any]:
    query = asked(request.query_params, ReportQuery)
    report = await read_report(visit, report_named(name), query)
    return await pdf_answer(visit, query, report, typesetter)


REPORT_ROUTES = (show_reports, show_report, download_xlsx, download_pdf)
