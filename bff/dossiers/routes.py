"""A client's own page: shown, edited fact by fact, noted on, and merged with another."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from bff.dossiers.facts import Field, fact_form_of, field_users, save
from bff.dossiers.merging import candidates, choice_page, preview_page, require_theirs, send_merge
from bff.dossiers.pages import asked_fact, client_page, noted_part, refused_fact, saved_fact
from bff.forms import Fields, Form, asked
from bff.i18n import gettext as _
from bff.notes import send_note
from bff.story import StoryQuery
from bff.visit import Toast, Visiting


@get("/clients/{client_id:uuid}")
async def show_client(
    request: Request[Any, Any, Any], visit: Visiting, client_id: FromPath[UUID]
) -> Response[Any]:
    query = asked(request.query_params, StoryQuery)
    dossier, log = await asyncio.gather(
        visit.dossiers.of(client_id),
        visit.activity.of(
            "client", client_id, only=query.only, cursor=query.cursor or None, limit=query.limit
        ),
    )
    return client_page(visit, dossier, log, query)


@get("/clients/{client_id:uuid}/facts/{field:str}/")
async def show_fact(
    visit: Visiting,
    client_id: FromPath[UUID],
    field: FromPath[Field],
    shown: FromQuery[bool] = False,
) -> Response[Any]:
    """Its form, or how it was ``shown`` before."""
    client = await visit.clients.one(client_id)
    users = await field_users(visit, field, fact_form_of(client, field))
    return asked_fact(visit, client, field, users, is_shown=shown)


@post("/clients/{client_id:uuid}/facts/{field:str}/")
async def save_fact(
    visit: Visiting, client_id: FromPath[UUID], field: FromPath[Field], data: Fields
) -> Response[Any]:
    form = Form.sent(data)
    if client := await save(visit, client_id, field, form):
        return saved_fact(visit, client, field, await visit.activity.of("client", client_id))
    return refused_fact(visit, client_id, field, form, await field_users(visit, field, form))


@post("/clients/{client_id:uuid}/notes/")
async def write_note(visit: Visiting, client_id: FromPath[UUID], data: Fields) -> Response[Any]:
    form = Form.sent(data)
    if await send_note(visit, "client", client_id, form) and not visit.htmx.wants_part:
        return visit.go(f"/clients/{client_id}#note")
    dossier, log = await asyncio.gather(
        visit.dossiers.of(client_id), visit.activity.of("client", client_id)
    )
    return noted_part(visit, dossier, log, form)


@get("/clients/{client_id:uuid}/merge/")
async def choose_other(
    visit: Visiting, client_id: FromPath[UUID], search: FromQuery[str] = ""
) -> Response[Any]:
    client = require_theirs(visit, await visit.clients.one(client_id))
    return choice_page(visit, client, search, await candidates(visit, client, search))


@get("/clients/{client_id:uuid}/merge/{other_id:uuid}/")
async def preview_merge(
    visit: Visiting, client_id: FromPath[UUID], other_id: FromPath[UUID]
) -> Response[Any]:
    client, dossier = await asyncio.gather(
        visit.clients.one(client_id), visit.dossiers.of(other_id, limit=1)
    )
    return preview_page(visit, require_theirs(visit, client), dossier, Form.showing({}))


@post("/clients/{client_id:uuid}/merge/{other_id:uuid}/")
async def merge_clients(
    visit: Visiting, client_id: FromPath[UUID], other_id: FromPath[UUID], data: Fields
) -> Response[Any]:
    form = Form.sent(data)
    if merged := await send_merge(visit, client_id, other_id, form):
        undo = f"/clients/{client_id}/merge/{merged.entry_id}/undo/"
        return visit.go(f"/clients/{client_id}", Toast(_("Now they are one."), undo=undo))
    client, dossier = await asyncio.gather(
        visit.clients.one(client_id), visit.dossiers.of(other_id, limit=1)
    )
    return preview_page(visit, client, dossier, form)


@post("/clients/{client_id:uuid}/merge/{entry_id:uuid}/undo/")
async def undo_merge(
    visit: Visiting, client_id: FromPath[UUID], entry_id: FromPath[UUID], data: Fields
) -> Response[Any]:
    form = Form.sent(data)
    is_done = await form.commit(visit.activity.undo(entry_id, key=form.key))
    told = _("They are two again, each with what was its own.") if is_done else form.problem
    return visit.go(f"/clients/{client_id}", Toast(told, is_bad=not is_done))


DOSSIER_ROUTES = (
    show_client,
    show_fact,
    save_fact,
    write_note,
    choose_other,
    preview_merge,
    merge_clients,
    undo_merge,
)
