"""Deals: the board, one of them, and what can be done with it."""

import asyncio
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from bff.bulk import ManyFields
from bff.client_choice import clients_like
from bff.deals.board import board_page, more_cards
from bff.deals.bulk import changed_deals
from bff.deals.editing import deal_editor
from bff.deals.filters import client_of, filter_client, picked
from bff.deals.forms import edit_deal_form, new_deal_form, saved_deal_form, sent_deal_form
from bff.deals.listing import deals_page
from bff.deals.losing import losing_page
from bff.deals.moving import moved_deal
from bff.deals.queries import (
    BOARD,
    STEP,
    BoardQuery,
    ColumnQuery,
    DealQuery,
    board_query,
    deal_query,
)
from bff.forms import Fields, Form, asked
from bff.gateway.deals import DealPage, DealSort, DealStatus, DealView, EditDeal, NewDeal
from bff.gateway.files import FileEntity
from bff.gateway.views import ListPage
from bff.i18n import gettext as _
from bff.listing import PAGE
from bff.people import filter_people, filter_users
from bff.receiving import made, sent_with_files
from bff.tabs import frame_of
from bff.urls import local_path
from bff.visit import Toast, Visit, Visiting

Search = Annotated[str, QueryParameter(max_length=100)]
Address = Annotated[str, QueryParameter(max_length=2000)]


@get("/deals/board/")
async def show_board(request: Request[Any, Any, Any], visit: Visiting) -> Response[Any]:
    query = asked(request.query_params, BoardQuery)
    board, users, client = await asyncio.gather(
        visit.deals.board(query.filters(visit), limit=query.shown),
        filter_users(visit),
        filter_client(visit, query.client),
    )
    return board_page(visit, query, board, users, client)


@get("/deals/column/")
async def show_more(request: Request[Any, Any, Any], visit: Visiting) -> Response[Any]:
    """The next cards of one column, for htmx alone."""
    column = asked(request.query_params, ColumnQuery)
    found = await visit.deals.page(
        column.filters(visit),
        sort=DealSort.RANK,
        cursor=column.cursor,
        limit=STEP,
    )
    return more_cards(visit, board_query(visit.htmx.current_url), column, found)


@get("/deals/")
async def show_deals(request: Request[Any, Any, Any], visit: Visiting) -> Response[Any]:
    query = asked(request.query_params, DealQuery)
    found, frame, client = await asyncio.gather(
        found_deals(visit, query),
        frame_of(visit, ListPage.DEALS),
        filter_client(visit, query.client),
    )
    if query.offset and not found.items:
        return visit.go(query.first_page)
    users = await filter_people(visit, frame.users)
    return deals_page(visit, query, found, users, frame.views.items, client)


@post("/deals/bulk/")
async def change_deals(visit: Visiting, data: ManyFields) -> Response[Any]:
    return await changed_deals(visit, data)


@get("/deals/pick-client/")
async def pick_client(visit: Visiting, back: Address = "", search: Search = "") -> Response[Any]:
    """Whose deals to show, on the board or in the list that one came from."""
    found = await clients_like(visit, search)
    return picked(visit, deal_query(local_path(back)), search, found)


@get("/deals/new/")
async def offer_deal(
    visit: Visiting,
    client: FromQuery[UUID | None] = None,
    status: FromQuery[DealStatus] = DealStatus.NEW,
) -> Response[Any]:
    form = new_deal_form(await client_of(visit, client), status)
    return await deal_editor(visit, form)


@post("/deals/new/")
async def create_deal(request: Request[Any, Any, Any], visit: Visiting) -> Response[Any]:
    sent = await sent_with_files(request)
    form = sent_deal_form(sent.fields)
    if deal := await form.send(NewDeal, partial(visit.deals.create, key=form.key)):
        back = visit.here if form.in_panel else url_of(deal)
        return await made(visit, sent, form, (FileEntity.DEAL, deal.id), deal.title, back=back)
    return await deal_editor(visit, form)


@get("/deals/{deal_id:uuid}/edit/")
async def offer_edit(visit: Visiting, deal_id: FromPath[UUID]) -> Response[Any]:
    form = edit_deal_form(await visit.deals.one(deal_id))
    return await deal_editor(visit, form, deal_id)


@post("/deals/{deal_id:uuid}/edit/")
async def edit_deal(visit: Visiting, deal_id: FromPath[UUID], data: Fields) -> Response[Any]:
    form = sent_deal_form(data)
    edit = partial(visit.deals.edit, deal_id, version=form.version)
    if deal := await form.send(EditDeal, edit, saved=saved_deal_form):
        saved = Toast(_("{name} saved.").format(name=deal.title))
        return visit.go(visit.here if form.in_panel else url_of(deal), saved)
    return await deal_editor(visit, form, deal_id)


@get("/deals/{deal_id:uuid}/lose/")
async def ask_reason(visit: Visiting, deal_id: FromPath[UUID], next: Address = "") -> Response[Any]:
    return losing_page(visit, await visit.deals.one(deal_id), back=next)


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


async def found_deals(visit: Visit, query: DealQuery) -> DealPage:
    return await visit.deals.page(
        query.filters(visit), sort=query.sort, limit=PAGE, offset=query.offset
    )


def url_of(deal: DealView) -> str:
    return f"/deals/{deal.id}"


NEW_DEAL_ROUTES = (offer_deal, create_deal)
DEAL_ROUTES = (
    show_board,
    show_more,
    show_deals,
    change_deals,
    pick_client,
    offer_edit,
    edit_deal,
    ask_reason,
    move_deal,
    delete_deal,
    restore_deal,
)
