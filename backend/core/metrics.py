"""What Prometheus reads; every label has a bounded set of values."""

from functools import cache

from litestar import Response, get
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

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
RELAYED = Counter(
    "foyer_outbox_relayed_total", "Outbox rows relayed", ("topic", "outcome"), registry=REGISTRY
)
BACKLOG = Gauge("foyer_outbox_backlog", "Outbox rows not relayed yet", registry=REGISTRY)
BACKLOG_AGE = Gauge(
    "foyer_outbox_oldest_seconds", "Age of the oldest row not relayed yet", registry=REGISTRY
)


@cache
def measures(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    """Those of one kind of request: looking up its labels costs more than counting it."""
    return REQUESTS.labels(method, route, str(status)), SECONDS.labels(route)


@get("/metrics", public=True, include_in_schema=False)
async def show_metrics() -> Response[bytes]:
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)
