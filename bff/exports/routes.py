"""Exports: asked for, watched, and downloaded while they are kept."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Stream
from msgspec import Meta, Struct

from bff.downloads import passed_on
from bff.exports.forms import ordered
from bff.exports.pages import LIST, PAGE, exports_page, new_export_page
from bff.forms import Fields, Form, asked
from bff.i18n import gettext as _
from bff.paging import FARTHEST
from bff.people import form_users
from bff.visit import Toast, Visit, Visiting


class ExportQuery(Struct, frozen=True):
    offset: Annotated[int, Meta(ge=0, le=FARTHEST)] = 0


@get("/exports/")
async def show_exports(request: Request[Any, Any, Any], visit: Visiting) -> Response[Any]:
    query = asked(request.query_params, ExportQuery)
    found = await visit.exports.page(limit=PAGE, offset=query.offset)
    return exports_page(visit, found, query.offset)


@get("/exports/new/")
async def offer_export(request: Request[Any, Any, Any], visit: Visiting) -> Response[Any]:
    form = Form.showing(dict(request.query_params.items()))
    return new_export_page(visit, form, await form_users(visit, form, "person"))


@post("/exports/")
async def start_export(visit: Visiting, data: Fields) -> Response[Any]:
    form = Form.sent(data)
    if await started(visit, form):
        told = _("The export is under way; it appears here when it is ready.")
        return visit.go(LIST, Toast(told))
    return new_export_page(visit, form, await form_users(visit, form, "person"))


@get("/exports/{export_id:uuid}/download/", unpacked=True)
async def give_export(visit: Visiting, export_id: FromPath[UUID]) -> Stream:
    return passed_on(await visit.exports.file(export_id))


async def started(visit: Visit, form: Form) -> bool:
    """False where the form has to be shown, or shown again; it knows why."""
    if form.is_finding:
        return False
    order = ordered(form)
    return order is not None and await form.commit(visit.exports.start(order, key=form.key))


EXPORT_ROUTES = (show_exports, offer_export, start_export, give_export)
