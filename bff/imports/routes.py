"""Imports, step by step: each has its own address, and can be left and come back to."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Stream

from bff.downloads import passed_on
from bff.forms import Fields, Form, asked
from bff.imports import verbs
from bff.imports.drafts import Draft
from bff.imports.mapping import columns_page, columns_part
from bff.imports.pages import imports_page, upload_page
from bff.imports.queries import PAGE, PageQuery, may_map, step_url
from bff.imports.receiving import LARGEST, receive
from bff.visit import Visiting

Asking = Request[Any, Any, Any]


@get("/imports/")
async def show_imports(request: Asking, visit: Visiting) -> Response[Any]:
    query = asked(request.query_params, PageQuery)
    found = await visit.imports.page(limit=PAGE, offset=query.offset)
    return imports_page(visit, found, query.offset)


@get("/imports/new/")
async def offer_upload(request: Asking, visit: Visiting) -> Response[Any]:
    """``entity`` and ``sheet`` may be chosen already."""
    return upload_page(visit, Form.showing(dict(request.query_params.items())))


@post("/imports/new/", request_max_body_size=LARGEST)
async def upload(request: Asking, visit: Visiting) -> Response[Any]:
    return await receive(request, visit)


@get("/imports/{import_id:uuid}")
async def show_import(visit: Visiting, import_id: FromPath[UUID]) -> Response[Any]:
    return visit.go(step_url(await visit.imports.one(import_id)))


@get("/imports/{import_id:uuid}/columns/")
async def show_columns(visit: Visiting, import_id: FromPath[UUID]) -> Response[Any]:
    shown = await visit.imports.one(import_id)
    if not may_map(shown):
        return visit.go(step_url(shown))
    return columns_page(visit, shown, Draft.of(shown))


@post("/imports/{import_id:uuid}/columns/look/")
async def look(visit: Visiting, import_id: FromPath[UUID], data: Fields) -> Response[Any]:
    """For htmx alone: nothing is started by it."""
    shown = await visit.imports.one(import_id)
    return columns_part(visit, shown, Draft.sent(shown, data))


@post("/imports/{import_id:uuid}/columns/")
async def check(visit: Visiting, import_id: FromPath[UUID], data: Fields) -> Response[Any]:
    return await verbs.check(visit, import_id, data)


@post("/imports/{import_id:uuid}/reread/")
async def reread(visit: Visiting, import_id: FromPath[UUID], data: Fields) -> Response[Any]:
    return await verbs.reread(visit, import_id, data)


@get("/imports/{import_id:uuid}/check/")
async def show_check(request: Asking, visit: Visiting, import_id: FromPath[UUID]) -> Response[Any]:
    query = asked(request.query_params, PageQuery)
    return await verbs.show_check(visit, import_id, query.offset)


@post("/imports/{import_id:uuid}/apply/")
async def apply(visit: Visiting, import_id: FromPath[UUID], data: Fields) -> Response[Any]:
    return await verbs.apply(visit, import_id, Form.sent(data))


@get("/imports/{import_id:uuid}/result/")
async def show_result(request: Asking, visit: Visiting, import_id: FromPath[UUID]) -> Response[Any]:
    query = asked(request.query_params, PageQuery)
    return await verbs.show_result(visit, import_id, query.offset)


@get("/imports/{import_id:uuid}/rejected.csv", unpacked=True)
async def give_rejected(visit: Visiting, import_id: FromPath[UUID]) -> Stream:
    return passed_on(await visit.imports.rejected_file(import_id))


@get("/imports/{import_id:uuid}/leftovers.csv", unpacked=True)
async def give_leftovers(visit: Visiting, import_id: FromPath[UUID]) -> Stream:
    return passed_on(await visit.imports.leftovers_file(import_id))


@post("/imports/{import_id:uuid}/undo/")
async def undo(visit: Visiting, import_id: FromPath[UUID], data: Fields) -> Response[Any]:
    return await verbs.undo(visit, import_id, Form.sent(data))


IMPORT_ROUTES = (
    show_imports,
    offer_upload,
    upload,
    show_import,
    show_columns,
    look,
    check,
    reread,
    show_check,
    apply,
    show_result,
    give_rejected,
    give_leftovers,
    undo,
)
