"""The first page: how the team does, and what I have to do."""

from typing import Any

from litestar import Request, Response, get

from bff.dashboard.pages import dashboard_page, dashboard_panels
from bff.dashboard.queries import DashboardQuery
from bff.forms import asked
from bff.panels import panels
from bff.visit import Visiting


@get("/dashboard/")
async def show_dashboard(request: Request[Any, Any, Any], visit: Visiting) -> Response[Any]:
    query = asked(request.query_params, DashboardQuery)
    return dashboard_page(visit, query, await panels(visit, dashboard_panels(visit, query)))


DASHBOARD_ROUTES = (show_dashboard,)
