"""What Prometheus reads of background work, asked of PostgreSQL at each scrape.

The workers are other processes, on other machines, and may be dead: their numbers are rows.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import asyncpg
from litestar import Request, Response, get
from litestar.datastructures import State
from prometheus_client import generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from backend.core.db import Database
from backend.core.metrics import REGISTRY, measure_pools, require_token

PATIENCE = 2.0
UNKNOWN = float("nan")
PREFIX = "foyer_"
# Each column of the first is a gauge. Deliveries are counted within a day, by their index.
GAUGES = """
    SELECT backlog AS outbox_backlog, oldest AS outbox_oldest_seconds,
        failing AS outbox_failing, dead AS outbox_dead,
        (SELECT count(*) FROM imports WHERE state IN ('QUEUED', 'RUNNING', 'UNDOING'))
            AS imports_waiting,
        (SELECT count(*) FROM exports WHERE state IN ('QUEUED', 'RUNNING')) AS exports_waiting,
        (SELECT coalesce(extract(epoch FROM now() - min(next_at)), 0)::float8
            FROM webhook_deliveries WHERE next_at <= now()) AS webhook_oldest_due_seconds,
        (SELECT coalesce(extract(epoch FROM now() - min(next_at)), 0)::float8
            FROM mails WHERE next_at <= now()) AS mail_oldest_due_seconds,
        (SELECT count(*) FROM mails WHERE state = 'DEAD') AS mails_dead,
        (SELECT count(*) FROM mails WHERE state = 'IN_DOUBT'
            AND (lease_until IS NULL OR lease_until < now())) AS mails_in_doubt
    FROM (
        SELECT count(*) AS backlog, count(*) FILTER (WHERE last_error IS NOT NULL) AS failing,
            coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS oldest
        FROM outbox WHERE sent_at IS NULL AND dead_at IS NULL
    ), (SELECT count(*) AS dead FROM outbox WHERE dead_at IS NOT NULL)
"""
DELIVERIES = """
    SELECT 'pending', count(*) FROM webhook_deliveries WHERE next_at IS NOT NULL
    UNION ALL
    SELECT lower(state), count(d.id) FROM unnest(ARRAY['DELIVERED', 'FAILED']) AS state
    LEFT JOIN webhook_deliveries d ON d.status = state AND d.created_at > now() - interval '1 day'
    GROUP BY state
"""
JOBS = """
    SELECT name, extract(epoch FROM last_run_at)::float8 AS run,
        extract(epoch FROM last_success_at)::float8 AS success, duration_ms / 1000.0 AS seconds,
        failures, every_seconds
    FROM job_runs ORDER BY name
"""
HELP = {
    "outbox_backlog": "Outbox rows not relayed yet",
    "outbox_oldest_seconds": "Age of the oldest row not relayed yet",
    "outbox_failing": "Outbox rows whose last try failed",
    "outbox_dead": "Outbox rows that failed at every try and wait for an admin",
    "imports_waiting": "Imports that wait for a worker or are under way",
    "exports_waiting": "Exports that wait for a worker or are under way",
    "webhook_oldest_due_seconds": "For how long the webhook delivery longest due has been due",
    "mail_oldest_due_seconds": "For how long the mail longest due has been due",
    "mails_dead": "Mails that were given up and wait for an admin",
    "mails_in_doubt": "Mails that a server may have taken, and that wait for an admin",
}


class Work(Collector):
    """Holds what was asked last; a scrape asks first and then collects."""

    def __init__(self) -> None:
        self.families: tuple[Metric, ...] = ()

    def collect(self) -> Iterable[Metric]:
        return self.families


WORK = Work()
REGISTRY.register(WORK)


@get("/metrics", public=True, include_in_schema=False)
async def show_metrics(request: Request[Any, Any, State], state: State) -> Response[bytes]:
    require_token(request.headers.get("authorization", ""), state.settings.metrics_token)
    measure_pools(state.database)
    WORK.families = tuple(await _measured(state.database))
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)


async def _measured(database: Database) -> Iterator[Metric]:
    """Unknown, and so seen, while PostgreSQL is away."""
    try:
        async with asyncio.timeout(PATIENCE), database.reads.acquire() as connection:
            gauges = await connection.fetchrow(GAUGES)
            deliveries = await connection.fetch(DELIVERIES)
            jobs = await connection.fetch(JOBS)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError):
        return _gauges(dict.fromkeys(HELP, UNKNOWN))
    return iter([*_gauges(gauges), _deliveries(deliveries), *_jobs(jobs)])


def _gauges(values: Mapping[str, Any]) -> Iterator[Metric]:
    for name, text in HELP.items():
        yield GaugeMetricFamily(PREFIX + name, text, value=values[name])


def _deliveries(rows: Iterable[asyncpg.Record]) -> Metric:
    text = "Webhook deliveries: those that wait, and what came of those of the last 24 hours"
    family = GaugeMetricFamily(f"{PREFIX}webhook_deliveries", text, labels=["state"])
    for state, count in rows:
        family.add_metric([state], count)
    return family


def _jobs(rows: Iterable[asyncpg.Record]) -> Iterator[Metric]:
    """A job that never did something has no sample of it."""
    told = {
        "run": ("job_last_run_timestamp_seconds", "When the job ran last"),
        "success": ("job_last_success_timestamp_seconds", "When the job last succeeded"),
        "seconds": ("job_duration_seconds", "How long the job took when it last succeeded"),
        "every_seconds": ("job_interval_seconds", "How often the job is to run"),
    }
    families = {
        column: GaugeMetricFamily(PREFIX + name, text, labels=["job"])
        for column, (name, text) in told.items()
    }
    failures = CounterMetricFamily(f"{PREFIX}job_failures", "Runs that failed", labels=["job"])
    for row in rows:
        failures.add_metric([row["name"]], row["failures"])
        for column, family in families.items():
            if row[column] is not None:
                family.add_metric([row["name"]], float(row[column]))
    return iter([*families.values(), failures])
