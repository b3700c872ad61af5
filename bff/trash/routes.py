"""The trash of each type: looked into, and emptied by bringing back."""

from typing import Any

from litestar import Request, Response, get, post

from bff.bulk import ManyFields
from bff.forms import asked
from bff.trash.looking import bring_back, look_into
from bff.trash.queries import ClientTrash, DealTrash, TaskTrash
from bff.visit import Visiting


@get("/clients/trash/")
async def show_client_trash(request: Request[Any, Any, Any], visit: Visiting) -> Response[Any]:
    return await look_into(visit, asked(request.query_params, ClientTrash))


@post("/clients/trash/")
async def restore_clients(visit: Visiting, data: ManyFields) -> Response[Any]:
    return await bring_back(visit, ClientTrash, data)


@get("/deals/trash/")
async def show_deal_trash(request: Request[Any, Any, Any], visit: Visiting) -> Response[Any]:
    return await look_into(visit, asked(request.query_params, DealTrash))


@post("/deals/trash/")
async def restore_deals(visit: Visiting, data: ManyFields) -> Response[Any]:
    return await bring_back(visit, DealTrash, data)


@get("/tasks/trash/")
async def show_task_trash(request: Request[Any, Any, Any], visit: Visiting) -> Response[Any]:
    return await look_into(visit, asked(request.query_params, TaskTrash))


@post("/tasks/trash/")
async def restore_tasks(visit: Visiting, data: ManyFields) -> Response[Any]:
    return await bring_back(visit, TaskTrash, data)


TRASH_ROUTES = (
    show_client_trash,
    restore_clients,
    show_deal_trash,
    restore_deals,
    show_task_trash,
    restore_tasks,
)
