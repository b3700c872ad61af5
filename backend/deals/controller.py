"""Deals and their board over HTTP."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, patch, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from backend.core.actor import Actor
from backend.core.bulk_schemas import BulkView
from backend.core.http import IfMatch, Writing, created, replied, versioned
from backend.core.listing import ask, given
from backend.core.paging import AmountBound, Count, Cursor, Limit, Offset, Search
from backend.deals import bulk, queries, service
from backend.deals.models import DealStatus
from backend.deals.schemas import (
    Board,
    BulkDeals,
    DealPage,
    DealSort,
    DealView,
    EditDeal,
    MoveDeal,
    NewDeal,
)

IdleDays = Annotated[int | None, QueryParameter(ge=1, le=3650)]


class DealController(Controller):
    """What is being sold to a client, and the board that it moves on."""

    path = "/deals"
    tags = ["deals"]

    @get(operation_id="list_deals")
    async def index(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        search: Search = None,
        status: FromQuery[DealStatus | None] = None,
        client: FromQuery[UUID | None] = None,
        owner: FromQuery[UUID | None] = None,
        amount_min: AmountBound = None,
        amount_max: AmountBound = None,
        close_from: FromQuery[date | None] = None,
        close_to: FromQuery[date | None] = None,
        without_next_step: FromQuery[bool] = False,
        idle_days: IdleDays = None,
        trashed: FromQuery[bool] = False,
        sort: FromQuery[DealSort] = DealSort.NEWEST,
        limit: Limit = 50,
        offset: Offset = 0,
        cursor: Cursor = None,
        count: Count = None,
    ) -> DealPage:
        """``without_next_step`` and ``idle_days`` ask for open deals: those that have no open task,
        and those that nobody has changed for so many days.
        """
        asked = ask(
            sort,
            limit=limit,
            offset=offset,
            cursor=cursor,
            count=count,
            trashed=trashed,
            search=search or None,
            status=status,
            client=client,
            owner=owner,
            amount_min=Decimal(amount_min) if amount_min else None,
            amount_max=Decimal(amount_max) if amount_max else None,
            close_from=close_from,
            close_to=close_to,
            without_next_step=without_next_step or None,
            idle_days=idle_days,
        )
        return await queries.deals(state.database, request.user, asked)

    @get("/board", operation_id="show_board")
    async def board(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        search: Search = None,
        client: FromQuery[UUID | None] = None,
        owner: FromQuery[UUID | None] = None,
        amount_min: AmountBound = None,
        amount_max: AmountBound = None,
        close_from: FromQuery[date | None] = None,
        close_to: FromQuery[date | None] = None,
        limit: Limit = 50,
    ) -> Board:
        """``limit`` cards a column; counts and sums speak of all deals that the filters leave."""
        filters = given(
            search=search or None,
            client=client,
            owner=owner,
            amount_min=Decimal(amount_min) if amount_min else None,
            amount_max=Decimal(amount_max) if amount_max else None,
            close_from=close_from,
            close_to=close_to,
        )
        return await queries.board(state.database, request.user, filters, limit=limit)

    @post(operation_id="open_deal")
    async def open(
        self, work: Writing, state: State, data: JSONBody[NewDeal]
    ) -> Response[DealView]:
        currency = state.settings.default_currency
        deal = await service.open_deal(work, data, default_currency=currency)
        return await created(work, deal, f"/api/v1/deals/{deal.id}")

    @get("/{deal_id:uuid}", operation_id="show_deal")
    async def show(
        self, request: Request[Actor, Any, Any], state: State, deal_id: FromPath[UUID]
    ) -> Response[DealView]:
        return versioned(await queries.deal(state.database, request.user, deal_id))

    @patch("/{deal_id:uuid}", operation_id="edit_deal")
    async def edit(
        self,
        work: Writing,
        deal_id: FromPath[UUID],
        data: JSONBody[EditDeal],
        if_match: IfMatch = None,
    ) -> Response[DealView]:
        return versioned(await service.edit_deal(work, deal_id, data, if_match))

    @post("/{deal_id:uuid}/move", operation_id="move_deal", status_code=200)
    async def move(
        self,
        work: Writing,
        deal_id: FromPath[UUID],
        data: JSONBody[MoveDeal],
        if_match: IfMatch = None,
    ) -> Response[DealView]:
        return await replied(work, await service.move_deal(work, deal_id, data, if_match))

    @delete("/{deal_id:uuid}", operation_id="trash_deal")
    async def trash(self, work: Writing, deal_id: FromPath[UUID], if_match: IfMatch = None) -> None:
        await service.trash_deal(work, deal_id, if_match)

    @post("/{deal_id:uuid}/restore", operation_id="restore_deal", status_code=200)
    async def restore(self, work: Writing, deal_id: FromPath[UUID]) -> Response[DealView]:
        return await replied(work, await service.restore_deal(work, deal_id))

    @post("/bulk", operation_id="change_deals", status_code=200)
    async def bulk(
        self, work: Writing, state: State, data: JSONBody[BulkDeals]
    ) -> Response[BulkView]:
        """Up to 500 at once, or all that filters find, under one batch id in the change log."""
        return await replied(work, await bulk.change_deals(work, data, state.places))
