"""A deal's own page: shown, edited fact by fact, and noted on."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from bff.deals.detail import asked_fact, deal_page, noted_part, refused_fact, saved_fact
from bff.deals.facts import Field, fact_form_of, field_users, save
from bff.deals.forms import sent_deal_form
from bff.deals.steps import agenda_of
from bff.forms import Fields, Form, asked
from bff.notes import send_note
from bff.story import StoryQuery
from bff.visit import Visiting


@get("/deals/{deal_id:uuid}")
async def show_deal(
    request: Request[Any, Any, Any], visit: Visiting, deal_id: FromPath[UUID]
) -> Response[Any]:
    query = asked(request.query_params, StoryQuery)
    deal, agenda, log = await asyncio.gather(
        visit.deals.one(deal_id),
        agenda_of(visit, deal_id),
        visit.activity.of(
            "deal", deal_id, only=query.only, cursor=query.cursor or None, limit=query.limit
        ),
    )
    return deal_page(visit, deal, agenda, log, query)


@get("/deals/{deal_id:uuid}/facts/{field:str}/")
async def show_deal_fact(
    visit: Visiting,
    deal_id: FromPath[UUID],
    field: FromPath[Field],
    shown: FromQuery[bool] = False,
) -> Response[Any]:
    """Its form, or how it was ``shown`` before."""
    deal = await visit.deals.one(deal_id)
    users = await field_users(visit, field, fact_form_of(deal, field))
    return asked_fact(visit, deal, field, users, is_shown=shown)


@post("/deals/{deal_id:uuid}/facts/{field:str}/")
async def save_deal_fact(
    visit: Visiting, deal_id: FromPath[UUID], field: FromPath[Field], data: Fields
) -> Response[Any]:
    form = sent_deal_form(data)
    if deal := await save(visit, deal_id, field, form):
        return saved_fact(visit, deal, field, await visit.activity.of("deal", deal_id))
    return refused_fact(visit, deal_id, field, form, await field_users(visit, field, form))


@post("/deals/{deal_id:uuid}/notes/")
async def note_on_deal(visit: Visiting, deal_id: FromPath[UUID], data: Fields) -> Response[Any]:
    form = Form.sent(data)
    if await send_note(visit, "deal", deal_id, form) and not visit.htmx.wants_part:
        return visit.go(f"/deals/{deal_id}#note")
    deal, agenda, log = await asyncio.gather(
        visit.deals.one(deal_id), agenda_of(visit, deal_id), visit.activity.of("deal", deal_id)
    )
    return noted_part(visit, deal, agenda, log, form)


DETAIL_ROUTES = (show_deal, show_deal_fact, save_deal_fact, note_on_deal)
