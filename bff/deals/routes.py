"""Deals: the board, one of them, and what can be done with it."""

import asyncio
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from bff.deals.board import board_page, more_cards
from bff.deals.forms import edit_deal_form, new_deal_form, saved_deal_form, sent_deal_form
from bff.deals.moving import moved_deal
from bff.deals.pages import client_choice, deal_editor, deal_page
from bff.deals.queries import BOARD, STEP, BoardQuery, ColumnQuery
from bff.forms import Fields, Form, asked
from bff.gateway.deals import DealView, EditDeal, NewDeal
from bff.i18n import gettext as _
from bff.owners import editor_users, filter_users
from bff.visit import Toast, Visiting

Search = Annotated[str, QueryParameter(max_length=100)]


@get("/deals/board/")
async def show_board(request: Request[Any, Any, Any], visit: Visiting) -> Response[Any]:
    query = asked(request.query_params, BoardQuery)
    board, users = await asyncio.gather(
        visit.deals.board(owner=query.owner, limit=query.shown), filter_users(visit)
    )
    return board_page(visit, query, board, users)


@get("/deals/column/")
async def show_more(request: Request[Any, Any, Any], visit: Visiting) -> Response[Any]:
    """The next cards of one column, for htmx alone."""
    column = asked(request.query_params, ColumnQuery)
    found = await visit.deals.column_page(
        column.status, column.cursor, owner=column.owner, limit=STEP
    )
    shown = BoardQuery.of_address(visit.htmx.current_url)
    return more_cards(visit, shown, column.status, found, loaded=column.loaded)


@get("/deals/new/")
async def offer_deal(
    visit: Visiting, client: FromQuery[UUID | None] = None, search: Search = ""
) -> Response[Any]:
    if client is None:
        return client_choice(
            visit, search, await visit.clients.page(search=search or None, limit=20)
        )
    chosen, users = await asyncio.gather(visit.clients.one(client), editor_users(visit))
    return deal_editor(visit, new_deal_form(chosen), users)


@post("/deals/new/")
async def create_deal(visit: Visiting, data: Fields) -> Response[Any]:
    form = sent_deal_form(data)
    if deal := await form.send(NewDeal, partial(visit.deals.create, key=form.key)):
        return visit.go(url_of(deal), Toast(_("{name} created.").format(name=deal.title)))
    return deal_editor(visit, form, await editor_users(visit))


@get("/deals/{deal_id:uuid}")
async def show_deal(visit: Visiting, deal_id: FromPath[UUID]) -> Response[Any]:
    deal, log = await asyncio.gather(visit.deals.one(deal_id), visit.activity.of("deal", deal_id))
    return deal_page(visit, deal, log)


@get("/deals/{deal_id:uuid}/edit/")
async def offer_edit(visit: Visiting, deal_id: FromPath[UUID]) -> Response[Any]:
    deal, users = await asyncio.gather(visit.deals.one(deal_id), editor_users(visit))
    return deal_editor(visit, edit_deal_form(deal), users, deal_id)


@post("/deals/{deal_id:uuid}/edit/")
async def edit_deal(visit: Visiting, deal_id: FromPath[UUID], data: Fields) -> Response[Any]:
    form = sent_deal_form(data)
    edit = partial(visit.deals.edit, deal_id, version=form.version)
    if deal := await form.send(EditDeal, edit, saved=saved_deal_form):
        saved = Toast(_("{name} saved.").format(name=deal.title))
        return visit.go(visit.here if form.in_panel else url_of(deal), saved)
    return deal_editor(visit, form, await editor_users(visit), deal_id)


@post("/deals/{deal_id:uuid}/move/")
async def move_deal(visit: Visiting, deal_id: FromPath[UUID], data: Fields) -> Response[Any]:
    return await moved_deal(visit, deal_id, data)


@post("/deals/{deal_id:uuid}/delete/")
async def delete_deal(visit: Visiting, deal_id: FromPath[UUID], data: Fields) -> Response[Any]:
    form = Form.sent(data)
    if await form.commit(visit.deals.delete(deal_id, version=form.version)):
        return visit.go(BOARD, Toast(_("Deal deleted."), undo=f"/deals/{deal_id}/restore/"))
    return visit.go(f"/deals/{deal_id}", Toast(form.problem, is_bad=True))


@post("/deals/{deal_id:uuid}/restore/")
async def restore_deal(visit: Visiting, deal_id: FromPath[UUID], data: Fields) -> Response[Any]:
    deal = await visit.deals.restore(deal_id, key=Form.sent(data).key)
    return visit.go(url_of(deal), Toast(_("{name} is back.").format(name=deal.title)))


def url_of(deal: DealView) -> str:
    return f"/deals/{deal.id}"


DEAL_ROUTES = (
    show_board,
    show_more,
    offer_deal,
    create_deal,
    show_deal,
    offer_edit,
    edit_deal,
    move_deal,
    delete_deal,
    restore_deal,
)
