"""Two processes of the API behave as one: what one does, the other knows at once."""

from collections.abc import AsyncIterator

import pytest
from litestar import Litestar

from backend.accounts import gate
from backend.app import create_app
from backend.settings import Settings
from tests.support.apps import running
from tests.support.builders import make_client, make_deal
from tests.support.pages import page_of
from tests.support.people import People, SignedIn, client_for


@pytest.fixture
async def other(settings: Settings) -> AsyncIterator[Litestar]:
    async with running(create_app(settings)) as app:
        yield app


async def test_a_token_of_one_is_good_at_the_other(api: SignedIn, other: Litestar) -> None:
    async with client_for(other) as client:
        client.headers["Authorization"] = api.headers["Authorization"]

        assert (await client.get("/api/v1/me")).json() == api.user


async def test_a_change_at_one_is_seen_at_the_other(
    api: SignedIn, signed_in: People, other: Litestar
) -> None:
    elsewhere = await signed_in.at(other, api.user["email"])
    client = await make_client(api, name="Before")
    url = f"/api/v1/clients/{client['id']}"

    await elsewhere.patch(url, json={"name": "After"})

    assert (await api.get(url)).json()["name"] == "After"
    stale = await api.patch(url, json={"name": "Lost"}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412


async def test_a_cursor_of_one_goes_on_at_the_other(
    api: SignedIn, signed_in: People, other: Litestar
) -> None:
    elsewhere = await signed_in.at(other, api.user["email"])
    deals = [await make_deal(api) for _ in range(3)]

    first = await page_of(api, "/api/v1/deals", limit=2)
    rest = await page_of(elsewhere, "/api/v1/deals", limit=2, cursor=first["next_cursor"])

    assert [deal["id"] for deal in first["items"] + rest["items"]] == [d["id"] for d in deals[::-1]]


async def test_who_is_let_out_at_one_is_out_at_the_other(
    api: SignedIn, signed_in: People, other: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = await signed_in()
    elsewhere = await signed_in.at(other, ann.user["email"])

    await api.patch(f"/api/v1/users/{ann.user_id}", json={"is_active": False})

    monkeypatch.setattr(gate, "FRESH", -1.0)
    assert (await elsewhere.get("/api/v1/me")).status_code == 401
