"""The dashboard's figures over HTTP."""

from typing import Any

from litestar import Controller, Request, get
from litestar.datastructures import State
from litestar.params import FromQuery

from backend.core.actor import Actor
from backend.stats import service
from backend.stats.schemas import Overview, Period


class StatsController(Controller):
    """The figures of the dashboard."""

    path = "/stats"
    tags = ["stats"]

    @get("/overview", operation_id="show_overview")
    async def overview(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        period: FromQuery[Period] = Period.THIS_MONTH,
    ) -> Overview:
        """Computed ahead: ``as_of`` says when, and changes are counted within seconds."""
        return await service.overview(state.database, request.user, period)
