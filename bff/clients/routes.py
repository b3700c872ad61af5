"""Clients: the list, one of them, and what can be done with it."""

import asyncio
from functools import partial
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from bff.bulk import ManyFields
from bff.clients.bulk import changed_clients
from bff.clients.forms import edit_client_form, new_client_form, saved_client_form
from bff.clients.listing import clients_page
from bff.clients.pages import client_editor
from bff.clients.queries import LIST, ClientQuery
from bff.clients.similar import Typed, create, find_similar, similar_part
from bff.forms import Fields, Form, asked
from bff.gateway.clients import ClientView, EditClient
from bff.gateway.files import FileEntity
from bff.gateway.views import ListPage
from bff.i18n import gettext as _
from bff.listing import PAGE
from bff.people import editor_users, filter_people
from bff.receiving import made, sent_with_files
from bff.tabs import frame_of
from bff.visit import Toast, Visiting


@get("/clients/")
async def show_clients(request: Request[Any, Any, Any], visit: Visiting) -> Response[Any]:
    query = asked(request.query_params, ClientQuery)
    found, frame = await asyncio.gather(
        visit.clients.found(query.filters(visit), sort=query.sort, limit=PAGE, offset=query.offset),
        frame_of(visit, ListPage.CLIENTS),
    )
    if query.offset and not found.items:
        return visit.go(query.first_page)
    users = await filter_people(visit, frame.users)
    return clients_page(visit, query, found, users, frame.views.items)


@post("/clients/bulk/")
async def change_clients(visit: Visiting, data: ManyFields) -> Response[Any]:
    return await changed_clients(visit, data)


@get("/clients/new/")
async def offer_client(visit: Visiting) -> Response[Any]:
    form = new_client_form()
    return client_editor(visit, form, await editor_users(visit, form))


@post("/clients/new/")
async def create_client(request: Request[Any, Any, Any], visit: Visiting) -> Response[Any]:
    sent = await sent_with_files(request)
    form = Form.sent(sent.fields)
    if client := await create(visit, form):
        record, back = (FileEntity.CLIENT, client.id), url_of(client)
        return await made(visit, sent, form, record, client.name, back=back)
    users, found = await asyncio.gather(
        editor_users(visit, form), find_similar(visit, Typed.of(form))
    )
    return client_editor(visit, form, users, similar=found)


@get("/clients/similar/")
async def show_similar(request: Request[Any, Any, Any], visit: Visiting) -> Response[Any]:
    found = await find_similar(visit, asked(request.query_params, Typed))
    return similar_part(visit, found)


@get("/clients/{client_id:uuid}/edit/")
async def offer_edit(visit: Visiting, client_id: FromPath[UUID]) -> Response[Any]:
    form = edit_client_form(await visit.clients.one(client_id))
    return client_editor(visit, form, await editor_users(visit, form), client_id)


@post("/clients/{client_id:uuid}/edit/")
async def edit_client(visit: Visiting, client_id: FromPath[UUID], data: Fields) -> Response[Any]:
    form = Form.sent(data)
    edit = partial(visit.clients.edit, client_id, version=form.version)
    if client := await form.send(EditClient, edit, saved=saved_client_form):
        saved = Toast(_("{name} saved.").format(name=client.name))
        return visit.go(visit.here if form.in_panel else url_of(client), saved)
    return client_editor(visit, form, await editor_users(visit, form), client_id)


@post("/clients/{client_id:uuid}/delete/")
async def delete_client(visit: Visiting, client_id: FromPath[UUID], data: Fields) -> Response[Any]:
    form = Form.sent(data)
    if await form.commit(visit.clients.delete(client_id, version=form.version)):
        return visit.go(LIST, Toast(_("Client deleted."), undo=f"/clients/{client_id}/restore/"))
    return visit.go(f"/clients/{client_id}", Toast(form.problem, is_bad=True))


@post("/clients/{client_id:uuid}/restore/")
async def restore_client(visit: Visiting, client_id: FromPath[UUID], data: Fields) -> Response[Any]:
    client = await visit.clients.restore(client_id, key=Form.sent(data).key)
    return visit.go(url_of(client), Toast(_("{name} is back.").format(name=client.name)))


def url_of(client: ClientView) -> str:
    return f"/clients/{client.id}"


NEW_CLIENT_ROUTES = (offer_client, create_client)
CLIENT_ROUTES = (
    show_clients,
    change_clients,
    show_similar,
    offer_edit,
    edit_client,
    delete_client,
    restore_client,
)
