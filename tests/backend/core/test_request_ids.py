"""Every answer names its request."""

import re

import httpx
import pytest

from tests.support.people import SignedIn

MADE_HERE = re.compile(r"[0-9a-f]{32}")


async def test_one_that_is_sent_comes_back(anonymous: httpx.AsyncClient) -> None:
    answer = await anonymous.get("/healthz", headers={"X-Request-ID": "browser-0001.a_b"})

    assert answer.headers["x-request-id"] == "browser-0001.a_b"


@pytest.mark.parametrize(
    "sent", ["", "short", "x" * 101, "a b c d e f", "новый-запрос", "id\tid-id"]
)
async def test_a_strange_one_is_replaced(anonymous: httpx.AsyncClient, sent: str) -> None:
    answer = await anonymous.get("/healthz", headers={b"X-Request-ID": sent.encode()})

    assert MADE_HERE.fullmatch(answer.headers["x-request-id"])


@pytest.mark.parametrize("path", ["/nowhere", "/api/v1/clients", "/api/v1/clients?x=1", "/%00"])
async def test_a_refusal_names_it_too(anonymous: httpx.AsyncClient, path: str) -> None:
    answer = await anonymous.get(path)

    assert answer.json()["request_id"] == answer.headers["x-request-id"]


async def test_answers_are_nobodys_to_keep_or_guess(api: SignedIn) -> None:
    for path in ("/api/v1/clients", "/api/v1/nowhere", "/healthz"):
        headers = (await api.get(path)).headers

        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "server" not in headers
