"""What Prometheus reads of the web front, and nobody else."""

import pytest

from tests.bff.browser import Browser

TOKEN = "m" * 32


async def test_requests_are_counted_by_route(ada: Browser) -> None:
    await ada.open("/clients/?search=canary")
    await ada.open("/nowhere/canary")

    told = (await ada.http.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})).text

    assert 'foyer_http_requests_total{method="GET",route="/clients",status="200"}' in told
    assert 'route="unknown",status="404"' in told
    assert "process_resident_memory_bytes" in told
    assert "canary" not in told


@pytest.mark.parametrize("sent", ["", "Bearer wrong"])
async def test_they_are_closed_without_their_token(ada: Browser, sent: str) -> None:
    answer = await ada.http.get("/metrics", headers={"authorization": sent})

    assert answer.status_code == 401
