"""What Prometheus reads of a process and its requests; every label has a bounded set of values."""

import hmac
from functools import cache
from importlib.metadata import version
from typing import cast

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.process_collector import ProcessCollector
from sqlalchemy import QueuePool

from backend.core.db import Database
from backend.core.reading import LAG as REPLICA_LAG
from backend.core.reading import READS
from backend.core.refusals import NotFound, NotSignedIn

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
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
    registry=REGISTRY,
)
ERRORS = Counter("foyer_errors_total", "Lines in the log at level error", registry=REGISTRY)
LAG = Histogram(
    "foyer_event_loop_lag_seconds",
    "How much later than it should a sleeper wakes up, once a second",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1),
    registry=REGISTRY,
)
CONNECTIONS = Gauge(
    "foyer_database_connections",
    "Connections to PostgreSQL, by pool (reads, writes) and state (used, idle)",
    ("pool", "state"),
    registry=REGISTRY,
)
CONNECTIONS_LIMIT = Gauge(
    "foyer_database_connections_limit", "The most that a pool opens", ("pool",), registry=REGISTRY
)
for measure in (READS, REPLICA_LAG):
    REGISTRY.register(measure)


@cache
def measures(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    """Those of one kind of request: looking up its labels costs more than counting it."""
    return REQUESTS.labels(method, route, str(status)), SECONDS.labels(route)


def require_token(header: str, token: str) -> None:
    """Whoever has the token of CRM_METRICS_TOKEN reads them; where it is not set, nobody."""
    if not token:
        raise NotFound("There is nothing here")
    if not hmac.compare_digest(header.encode(), f"Bearer {token}".encode()):
        raise NotSignedIn("Send the token of CRM_METRICS_TOKEN")


def measure_pools(database: Database) -> None:
    """PostgreSQL must let in what the pools of all processes may open together."""
    reads, writes = database.reads, cast("QueuePool", database.engine.pool)  # SQLAlchemy's default
    idle = reads.get_idle_size()
    _measure_pool("reads", reads.get_size() - idle, idle, reads.get_max_size())
    _measure_pool("writes", writes.checkedout(), writes.checkedin(), writes.size())


def _measure_pool(pool: str, used: int, idle: int, limit: int) -> None:
    CONNECTIONS.labels(pool, "used").set(used)
    CONNECTIONS.labels(pool, "idle").set(idle)
    CONNECTIONS_LIMIT.labels(pool).set(limit)
