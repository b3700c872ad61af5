"""Exports over HTTP: in the background, or straight as CSV."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Stream

from backend.accounts.origins import reached_at
from backend.clients.schemas import ClientFilters
from backend.core.actor import Actor
from backend.core.answers import PROBLEMS
from backend.core.file_names import attachment
from backend.core.http import Writing, created, lent, versioned
from backend.core.paging import AmountBound, Count, Cursor, Days, Limit, Offset, Search
from backend.core.storage import Grant
from backend.deals.models import DealStatus
from backend.deals.schemas import DealFilters
from backend.exports import queries, service
from backend.exports.models import ExportEntity
from backend.exports.schemas import ExportPage, ExportView, NewExport
from backend.tasks.models import TaskStatus
from backend.tasks.schemas import TaskFilters

CSV = "text/csv"


class ExportController(Controller):
    """Lists as CSV files and XLSX workbooks."""

    path = "/exports"
    tags = ["exports"]

    @get(operation_id="list_exports")
    async def index(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        limit: Limit = 50,
        offset: Offset = 0,
        cursor: Cursor = None,
        count: Count = None,
    ) -> ExportPage:
        """One's own, newest first; an admin sees everybody's."""
        return await queries.page(
            state.database, request.user, limit=limit, offset=offset, cursor=cursor, count=count
        )

    @post(operation_id="start_export")
    async def start(self, work: Writing, data: JSONBody[NewExport]) -> Response[ExportView]:
        """All rows that the list has, as they are when the worker takes it up."""
        made = await service.ask(work, data)
        return await created(work, made, f"/api/v1/exports/{made.id}")

    @get("/{export_id:uuid}", operation_id="show_export")
    async def show(
        self, request: Request[Actor, Any, Any], state: State, export_id: FromPath[UUID]
    ) -> Response[ExportView]:
        return versioned(await queries.one(state.database, request.user, export_id))

    @get(
        "/{export_id:uuid}/download",
        operation_id="download_export",
        status_code=303,
        responses={409: PROBLEMS[409]},
    )
    async def download(
        self, request: Request[Actor, Any, Any], state: State, export_id: FromPath[UUID]
    ) -> Response[Grant]:
        """Leads to an address that is good for a minute without signing in."""
        file = await queries.stored(state.database, request.user, export_id)
        origin = reached_at(request, state.settings.files_url, state.settings.bff_key)
        return lent(await state.storage.lend(file.key, file.label, origin=origin))

    @get("/clients.csv", operation_id="stream_clients", media_type=CSV)
    async def clients(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        search: Search = None,
        owner: FromQuery[UUID | None] = None,
        created_within: Days = None,
        open_deals: FromQuery[bool | None] = None,
        trashed: FromQuery[bool] = False,
    ) -> Stream:
        filters = ClientFilters(
            search=search,
            owner=owner,
            created_within=created_within,
            open_deals=open_deals,
            trashed=trashed,
        )
        rows = await state.streams.csv(request.user, ExportEntity.CLIENTS, filters)
        return _sent(rows, ExportEntity.CLIENTS)

    @get("/deals.csv", operation_id="stream_deals", media_type=CSV)
    async def deals(
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
        idle_days: Days = None,
        trashed: FromQuery[bool] = False,
    ) -> Stream:
        filters = DealFilters(
            search=search,
            status=status,
            client=client,
            owner=owner,
            amount_min=amount_min,
            amount_max=amount_max,
            close_from=close_from,
            close_to=close_to,
            without_next_step=without_next_step,
            idle_days=idle_days,
            trashed=trashed,
        )
        rows = await state.streams.csv(request.user, ExportEntity.DEALS, filters)
        return _sent(rows, ExportEntity.DEALS)

    @get("/tasks.csv", operation_id="stream_tasks", media_type=CSV)
    async def tasks(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        search: Search = None,
        status: FromQuery[TaskStatus | None] = None,
        assigned_to: FromQuery[UUID | None] = None,
        client: FromQuery[UUID | None] = None,
        deal: FromQuery[UUID | None] = None,
        due_from: FromQuery[date | None] = None,
        due_to: FromQuery[date | None] = None,
        overdue: FromQuery[bool | None] = None,
        trashed: FromQuery[bool] = False,
    ) -> Stream:
        filters = TaskFilters(
            search=search,
            status=status,
            assigned_to=assigned_to,
            client=client,
            deal=deal,
            due_from=due_from,
            due_to=due_to,
            overdue=overdue,
            trashed=trashed,
        )
        rows = await state.streams.csv(request.user, ExportEntity.TASKS, filters)
        return _sent(rows, ExportEntity.TASKS)


def _sent(rows: AsyncIterator[str], entity: ExportEntity) -> Stream:
    headers = {"content-disposition": attachment(f"{entity}.csv")}
    return Stream(rows, media_type=CSV, headers=headers)
