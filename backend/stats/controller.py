"""The dashboard's figures and the reports over HTTP."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, get
from litestar.datastructures import State
from litestar.params import FromQuery, QueryParameter

from backend.core.actor import Actor
from backend.core.schemas import CURRENCY
from backend.stats import reports, service
from backend.stats.report_schemas import (
    Comparison,
    Currencies,
    Forecast,
    PipelineReport,
    Results,
)
from backend.stats.reports import Narrowed
from backend.stats.schemas import Overview, Period
from backend.stats.spans import span_of

InCurrency = Annotated[str | None, QueryParameter(pattern=CURRENCY)]


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

    @get("/pipeline", operation_id="report_pipeline")
    async def pipeline(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        owner: FromQuery[UUID | None] = None,
        currency: InCurrency = None,
    ) -> PipelineReport:
        """What is open, by owner and stage."""
        narrowed = Narrowed(owner, currency)
        return await reports.pipeline(state.database, request.user, narrowed, datetime.now(UTC))

    @get("/forecast", operation_id="report_forecast")
    async def forecast(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        owner: FromQuery[UUID | None] = None,
        currency: InCurrency = None,
    ) -> Forecast:
        """What is open, by the month it is expected to close in, weighted by chance."""
        narrowed, now = Narrowed(owner, currency), datetime.now(UTC)
        chances = state.settings.chances
        return await reports.forecast(state.database, request.user, narrowed, chances, now)

    @get("/results", operation_id="report_results")
    async def results(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        period: FromQuery[Period] = Period.THIS_MONTH,
        owner: FromQuery[UUID | None] = None,
        currency: InCurrency = None,
    ) -> Results:
        """What was won and lost, by owner, and why deals were lost."""
        narrowed, now = Narrowed(owner, currency), datetime.now(UTC)
        span = span_of(period, now.date())
        return await reports.results(state.database, request.user, narrowed, span, now)

    @get("/comparison", operation_id="report_comparison")
    async def comparison(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        period: FromQuery[Period] = Period.THIS_MONTH,
        owner: FromQuery[UUID | None] = None,
        currency: InCurrency = None,
    ) -> Comparison:
        """A period against the one before it."""
        narrowed, now = Narrowed(owner, currency), datetime.now(UTC)
        span = span_of(period, now.date())
        return await reports.comparison(state.database, request.user, narrowed, span, now)

    @get("/currencies", operation_id="list_currencies")
    async def currencies(self, request: Request[Actor, Any, Any], state: State) -> Currencies:
        """In which there are deals: for filters."""
        return await reports.currencies(state.database, request.user)
