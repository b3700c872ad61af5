"""Asking for an export: what does not fit is refused at once, by its name."""

import asyncpg
import pytest
from litestar import Litestar

from backend.exports.service import MOST
from tests.backend.exports.steps import EXPORTS, asked
from tests.support.pages import pointers
from tests.support.people import Json, SignedIn


async def test_it_waits_for_a_worker(api: SignedIn) -> None:
    answer = await api.post(EXPORTS, json={"entity": "deals", "filters": {"status": "WON"}})

    made = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (201, f"{EXPORTS}/{made['id']}")
    assert (made["state"], made["format"], made["filters"]) == ("QUEUED", "csv", {"status": "WON"})
    assert (await api.get(f"{EXPORTS}/{made['id']}")).json() == made
    assert (await api.get(f"{EXPORTS}/{made['id']}/download")).status_code == 409


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"entity": "users"}, "/entity"),
        ({"format": "pdf"}, "/format"),
        ({"filters": {"colour": "red"}}, "/filters/colour"),
        ({"filters": {"owner": "nobody"}}, "/filters/owner"),
        ({"filters": {"search": "x" * 101}}, "/filters/search"),
        ({"entity": "deals", "filters": {"amount_min": "-1"}}, "/filters/amount_min"),
        ({"entity": "activity", "filters": {"since": "2026-01-01T00:00:00"}}, "/filters/since"),
        ({"columns": ["name", "search"]}, "/columns/1"),
        ({"columns": ["name", "name"]}, "/columns/1"),
        ({"columns": []}, "/columns"),
    ],
)
async def test_refuses_what_the_list_would_refuse(
    api: SignedIn, fields: Json, pointer: str
) -> None:
    answer = await api.post(EXPORTS, json={"entity": "clients"} | fields)

    assert (answer.status_code, pointers(answer.json())) == (400, [pointer])


async def test_one_that_is_repeated_happens_once(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    api.headers["Idempotency-Key"] = "once"

    first, again = await asked(api, "clients"), await asked(api, "clients")

    assert again == first
    assert await database.fetchval("SELECT count(*) FROM exports") == 1


async def test_nobody_asks_for_more_than_twenty_at_a_time(api: SignedIn) -> None:
    for _ in range(MOST):
        await asked(api, "clients")

    answer = await api.post(EXPORTS, json={"entity": "clients"})

    assert answer.status_code == 409


async def test_a_list_of_them_costs_one_query(api: SignedIn, queries: list[str]) -> None:
    ids = [(await asked(api, "clients"))["id"] for _ in range(3)]

    queries.clear()
    first = (await api.get(EXPORTS, params={"limit": 2})).json()
    sent = len(queries)
    rest = (await api.get(EXPORTS, params={"cursor": first["next_cursor"]})).json()

    assert [item["id"] for item in [*first["items"], *rest["items"]]] == ids[::-1]
    assert (first["total"], sent) == (3, 1)


async def test_streams_leave_connections_for_others(
    api: SignedIn, backend_app: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each holds one for as long as its caller reads."""
    monkeypatch.setattr(backend_app.state.streams, "_open", 2)

    answer = await api.get(f"{EXPORTS}/clients.csv")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
