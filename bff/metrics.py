"""What Prometheus reads; every label has a bounded set of values."""

import hmac
from functools import cache
from importlib.metadata import version
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.exceptions import NotAuthorizedException, NotFoundException
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.process_collector import ProcessCollector

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
Gauge("foyer_build", "Always 1; which version runs", ("version",), registry=REGISTRY).labels(
    version("foyer")
).set(1)
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
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
ERRORS = Counter("foyer_errors_total", "Lines in the log at level error", registry=REGISTRY)
CALLS_FAILED = Counter(
    "foyer_backend_calls_failed_total", "Calls that the backend did not answer", registry=REGISTRY
)
STREAMS = Gauge("foyer_live_streams", "Browsers that follow live", registry=REGISTRY)
LAG = Histogram(
    "foyer_event_loop_lag_seconds",
    "How much later than it should a sleeper wakes up, once a second",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1),
    registry=REGISTRY,
)


@cache
def measures(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    """Those of one kind of request: looking up its labels costs more than counting it."""
    return REQUESTS.labels(method, route, str(status)), SECONDS.labels(route)


@get("/metrics", public=True)
async def show_metrics(request: Request[Any, Any, State], state: State) -> Response[bytes]:
    """For whoever has the token of CRM_METRICS_TOKEN; where that is not set, for nobody."""
    require_token(request.headers.get("authorization", ""), state.metrics_token)
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)


def require_token(header: str, token: str) -> None:
    if not token:
        raise NotFoundException
    if not hmac.compare_digest(header.encode(), f"Bearer {token}".encode()):
        raise NotAuthorizedException
