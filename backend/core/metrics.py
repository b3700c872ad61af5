"""What Prometheus reads of requests; every label has a bounded set of values."""

from functools import cache

from prometheus_client import CollectorRegistry, Counter, Histogram

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
for measure in (READS, LAG):
    REGISTRY.register(measure)


@cache
def measures(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    """Those of one kind of request: looking up its labels costs more than counting it."""
    return REQUESTS.labels(method, route, str(status)), SECONDS.labels(route)
