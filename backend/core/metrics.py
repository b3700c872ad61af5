"""What Prometheus reads; every label has a bounded set of values."""

import asyncio
from contextlib import suppress
from functools import cache

import asyncpg
from litestar import Response, get
from litestar.datastructures import State
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from backend.core.db import Database
from backend.core.reading import LAG, READS

REGISTRY = CollectorRegistry()
REQUESTS = Counter(
    "foyer_http_requests_total",
    "Requests answered",
    ("method", "route", "status"),
    registry=REGISTRY,
)
SECONDS = Histogram(
    "foyer_http_request_seconds",
    "Time from the request's head to the end of the answer",
    ("route",),
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
    registry=REGISTRY,
)
BACKLOG = Gauge("foyer_outbox_backlog", "Outbox rows not relayed yet", registry=REGISTRY)
BACKLOG_AGE = Gauge(
    "foyer_outbox_oldest_seconds", "Age of the oldest row not relayed yet", registry=REGISTRY
)
FAILING = Gauge("foyer_outbox_failing", "Outbox rows whose last try failed", registry=REGISTRY)
# Asked of PostgreSQL at each scrape: the relays are other processes, and may be dead.
WAITING = """
    SELECT count(*), coalesce(extract(epoch FROM now() - min(created_at)), 0),
        count(*) FILTER (WHERE last_error IS NOT NULL)
    FROM outbox WHERE sent_at IS NULL
"""
for measure in (READS, LAG):
    REGISTRY.register(measure)
PATIENCE = 2.0
UNKNOWN = float("nan")


@cache
def measures(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    """Those of one kind of request: looking up its labels costs more than counting it."""
    return REQUESTS.labels(method, route, str(status)), SECONDS.labels(route)


@get("/metrics", public=True, include_in_schema=False)
async def show_metrics(state: State) -> Response[bytes]:
    await _measure_outbox(state.database)
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)


async def _measure_outbox(database: Database) -> None:
    """Unknown, and so seen, while PostgreSQL is away."""
    backlog, age, failing = UNKNOWN, UNKNOWN, UNKNOWN
    with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError):
        async with asyncio.timeout(PATIENCE):
            backlog, age, failing = await database.reads.fetchrow(WAITING)
    BACKLOG.set(backlog)
    BACKLOG_AGE.set(age)
    FAILING.set(failing)
