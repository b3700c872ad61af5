"""Clients over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, patch, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from backend.clients import bulk, queries, service
from backend.clients.schemas import (
    BulkClients,
    ClientFilters,
    ClientPage,
    ClientSort,
    ClientView,
    EditClient,
    NewClient,
    SimilarClients,
)
from backend.clients.similar import asked, similar
from backend.core.actor import Actor
from backend.core.bulk_schemas import BulkView
from backend.core.http import IfMatch, Writing, created, replied, versioned
from backend.core.listing import ask
from backend.core.paging import Count, Cursor, Days, Limit, Offset, Search
from backend.core.schemas import LINE

Typed = Annotated[str, QueryParameter(max_length=254, pattern=LINE)]


class ClientController(Controller):
    """People and companies that one sells to."""

    path = "/clients"
    tags = ["clients"]

    @get(operation_id="list_clients")
    async def index(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        search: Search = None,
        owner: FromQuery[UUID | None] = None,
        created_within: Days = None,
        open_deals: FromQuery[bool | None] = None,
        trashed: FromQuery[bool] = False,
        sort: FromQuery[ClientSort] = ClientSort.NEWEST,
        limit: Limit = 50,
        offset: Offset = 0,
        cursor: Cursor = None,
        count: Count = None,
    ) -> ClientPage:
        filters = ClientFilters(
            search=search,
            owner=owner,
            created_within=created_within,
            open_deals=open_deals,
            trashed=trashed,
        )
        asked = ask(sort, limit=limit, offset=offset, cursor=cursor, count=count, **filters.said())
        return await queries.clients(state.database, request.user, asked)

    @post(operation_id="add_client")
    async def add(self, work: Writing, data: JSONBody[NewClient]) -> Response[ClientView]:
        client = await service.add_client(work, data)
        return await created(work, client, f"/api/v1/clients/{client.id}")

    @get("/similar", operation_id="similar_clients")
    async def similar(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        name: Typed = "",
        company: Typed = "",
        email: Typed = "",
        phone: Typed = "",
        besides: FromQuery[UUID | None] = None,
    ) -> SimilarClients:
        """Those that may be the same as one that is being typed; nearly the same name is enough."""
        values = asked(email=email, phone=phone, name=name, company=company)
        return await similar(state.database, request.user, values, besides=besides)

    @get("/{client_id:uuid}", operation_id="show_client")
    async def show(
        self, request: Request[Actor, Any, Any], state: State, client_id: FromPath[UUID]
    ) -> Response[ClientView]:
        return versioned(await queries.client(state.database, request.user, client_id))

    @patch("/{client_id:uuid}", operation_id="edit_client")
    async def edit(
        self,
        work: Writing,
        client_id: FromPath[UUID],
        data: JSONBody[EditClient],
        if_match: IfMatch = None,
    ) -> Response[ClientView]:
        return versioned(await service.edit_client(work, client_id, data, if_match))

    @delete("/{client_id:uuid}", operation_id="trash_client")
    async def trash(
        self, work: Writing, client_id: FromPath[UUID], if_match: IfMatch = None
    ) -> None:
        await service.trash_client(work, client_id, if_match)

    @post("/{client_id:uuid}/restore", operation_id="restore_client", status_code=200)
    async def restore(self, work: Writing, client_id: FromPath[UUID]) -> Response[ClientView]:
        return await replied(work, await service.restore_client(work, client_id))

    @post("/bulk", operation_id="change_clients", status_code=200)
    async def bulk(
        self, work: Writing, state: State, data: JSONBody[BulkClients]
    ) -> Response[BulkView]:
        """Up to 500 at once, or all that filters find, under one batch id in the change log."""
        return await replied(work, await bulk.change_clients(work, data, state.places))
