"""What Prometheus reads, and nobody else."""

import time

import asyncpg
import httpx
import pytest
from msgspec.structs import replace
from prometheus_client.parser import text_string_to_metric_families

from backend.app import create_app
from backend.settings import Settings
from tests.backend.system.test_decide_on_dead_letters import DIED
from tests.support.builders import make_client
from tests.support.people import SignedIn, client_for

Labels = dict[str, str]
JOBS = """
    INSERT INTO job_runs (name, every_seconds, last_run_at, last_success_at, duration_ms, failures)
    VALUES ('relay', 1, now(), now(), 250, 0), ('keys.forget', 3600, now(), NULL, NULL, 4)
"""


async def scraped(anonymous: httpx.AsyncClient) -> httpx.Response:
    return await anonymous.get("/metrics", headers={"Authorization": f"Bearer {'m' * 32}"})


async def samples(anonymous: httpx.AsyncClient, name: str) -> list[Labels]:
    text = (await scraped(anonymous)).text
    return [
        sample.labels
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == name
    ]


async def test_requests_are_counted_by_route(api: SignedIn, anonymous: httpx.AsyncClient) -> None:
    client = await make_client(api)
    await api.get(f"/api/v1/clients/{client['id']}")

    labels = await samples(anonymous, "foyer_http_requests_total")

    expected = {"method": "GET", "route": "/api/v1/clients/{client_id}", "status": "200"}
    assert expected in labels


async def test_no_one_from_outside_can_make_up_a_label(anonymous: httpx.AsyncClient) -> None:
    hostile = "made-up-by-a-stranger"
    before = {row["route"] for row in await samples(anonymous, "foyer_http_requests_total")}

    for number in range(5):
        await anonymous.get(f"/{hostile}/{number}")
        await anonymous.get(f"/api/v1/clients/{number}{hostile}")
        await anonymous.request(hostile.upper(), "/healthz")
        await anonymous.get("/healthz", headers={"Host": hostile, "X-Request-ID": hostile})

    text = (await scraped(anonymous)).text
    after = {row["route"] for row in await samples(anonymous, "foyer_http_requests_total")}
    assert hostile not in text.lower()
    assert len(after - before) <= 2


async def test_what_waits_for_a_relay_is_counted(
    api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    before = await value_of(anonymous, "foyer_outbox_backlog")

    await make_client(api)

    assert await value_of(anonymous, "foyer_outbox_backlog") == before + 1
    assert await value_of(anonymous, "foyer_outbox_failing") == 0


async def test_background_work_is_told_from_its_rows(
    anonymous: httpx.AsyncClient, database: asyncpg.Connection
) -> None:
    await database.execute(DIED, "mail.send", 2)
    await database.execute(JOBS)

    assert await value_of(anonymous, "foyer_outbox_dead") == 2
    assert await value_of(anonymous, "foyer_outbox_backlog") == 0
    assert await value_of(anonymous, 'foyer_job_failures_total{job="keys.forget"}') == 4
    assert await value_of(anonymous, 'foyer_job_duration_seconds{job="relay"}') == 0.25
    success = 'foyer_job_last_success_timestamp_seconds{job="relay"}'
    assert await value_of(anonymous, success) == pytest.approx(time.time(), abs=60)
    assert await value_of(anonymous, 'foyer_webhook_deliveries{state="failed"}') == 0
    never = {"job": "keys.forget"}
    assert never not in await samples(anonymous, "foyer_job_last_success_timestamp_seconds")


async def value_of(anonymous: httpx.AsyncClient, name: str) -> float:
    text = (await scraped(anonymous)).text
    return next(float(line.split()[1]) for line in text.splitlines() if line.startswith(f"{name} "))


async def test_what_the_process_and_its_pools_use_is_told(
    api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    await make_client(api)

    text = (await scraped(anonymous)).text

    for name in ("process_resident_memory_bytes", "process_open_fds", "foyer_build"):
        assert f"\n{name}" in text
    pools = await samples(anonymous, "foyer_database_connections")
    assert {(row["pool"], row["state"]) for row in pools} == {
        (pool, state) for pool in ("reads", "writes") for state in ("used", "idle")
    }
    assert 'foyer_database_connections_limit{pool="writes"} 8.0' in text


@pytest.mark.parametrize("sent", [None, "Bearer wrong", "Bearer ", "Basic bW1t", "é"])
async def test_they_are_closed_without_their_token(
    api: SignedIn, anonymous: httpx.AsyncClient, sent: str | None
) -> None:
    headers = {} if sent is None else {b"Authorization": sent.encode()}

    assert (await anonymous.get("/metrics", headers=headers)).status_code == 401
    assert (await api.get("/metrics")).status_code == 401


async def test_where_no_token_is_set_they_are_not_there(settings: Settings) -> None:
    app = create_app(replace(settings, metrics_token=""))

    async with client_for(app) as stranger:
        answer = await stranger.get("/metrics", headers={"Authorization": "Bearer "})

    assert answer.status_code == 404
