"""Clients that may be the one somebody is about to add: named while it is typed, and at the end."""

import asyncpg
import httpx
import pytest
from litestar import Litestar
from msgspec.structs import replace

from backend.clients.schemas import Likeness
from backend.clients.similar import similar_query
from backend.settings import Settings
from tests.support.builders import make_client
from tests.support.pages import pointers
from tests.support.people import Json, People, SignedIn

SIMILAR = "/api/v1/clients/similar"


async def similar(api: httpx.AsyncClient, **typed: str) -> list[Json]:
    answer = await api.get(SIMILAR, params=typed)
    assert answer.status_code == 200, answer.text
    items: list[Json] = answer.json()["items"]
    return items


@pytest.mark.parametrize(
    ("typed", "likeness"),
    [
        ({"name": "grace hoper"}, "name"),
        ({"email": "GRACE@navy.example"}, "email"),
        ({"phone": "8 (202) 555-01-00"}, "phone"),
        ({"company": "Eckert Mauchly"}, "company"),
    ],
)
async def test_it_is_found_by_whatever_is_typed(
    api: SignedIn, typed: dict[str, str], likeness: str
) -> None:
    grace = await make_client(
        api,
        name="Grace Hopper",
        email="grace@navy.example",
        phone="+7 202 555 0100",
        company="Eckert-Mauchly Corporation",
    )
    await make_client(api, name="Ada Lovelace", email="ada@example.org", phone="+44 20 7946 0000")

    found = await similar(api, **typed)

    assert [(each["id"], each["matches"]) for each in found] == [(grace["id"], [likeness])]


async def test_more_in_common_comes_first_and_five_are_enough(api: SignedIn) -> None:
    for number in range(6):
        await make_client(api, name="Grace Hopper", company=f"Navy {number}")
    same = await make_client(api, name="Grace Hopper", phone="202 555 0100")

    found = await similar(api, name="Grace Hopper", phone="2025550100")

    assert len(found) == 5
    assert found[0]["id"] == same["id"]
    assert set(found[0]["matches"]) == {"name", "phone"}


@pytest.mark.parametrize("typed", [{}, {"name": "Al"}, {"phone": "12"}, {"name": "%%%%"}])
async def test_too_little_is_like_nothing(api: SignedIn, typed: dict[str, str]) -> None:
    await make_client(api, name="Alan Turing", phone="+12")

    assert await similar(api, **typed) == []


async def test_neither_itself_nor_the_trash_is_similar(api: SignedIn) -> None:
    one, trashed = await make_client(api, name="Grace"), await make_client(api, name="Grace")
    await api.delete(f"/api/v1/clients/{trashed['id']}")

    assert await similar(api, name="Grace", besides=one["id"]) == []


async def test_a_name_that_is_too_much_like_another_is_refused_until_it_was_looked_at(
    api: SignedIn,
) -> None:
    there = await make_client(api, name="Grace Hopper", company="Navy")
    new = {"name": "Grace Hoper", "company": "Navy"}

    refused = await api.post("/api/v1/clients", json=new | {"known": []})
    added = await api.post("/api/v1/clients", json=new | {"known": [there["id"]]})

    assert refused.status_code == 409
    assert pointers(refused.json()) == ["/known"]
    assert added.status_code == 201


async def test_colleagues_are_no_reason_to_refuse(api: SignedIn) -> None:
    await make_client(api, name="Grace Hopper", company="Eckert-Mauchly")

    new = {"name": "John Mauchly", "company": "Eckert-Mauchly", "known": []}
    answer = await api.post("/api/v1/clients", json=new)

    assert answer.status_code == 201, answer.text


async def test_the_same_form_twice_is_not_like_itself(api: SignedIn) -> None:
    new, key = {"name": "Grace Hopper", "known": []}, {"Idempotency-Key": "once"}

    first = await api.post("/api/v1/clients", json=new, headers=key)
    again = await api.post("/api/v1/clients", json=new, headers=key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]


@pytest.mark.parametrize("likeness", list(Likeness))
async def test_an_index_finds_it(database: asyncpg.Connection, likeness: Likeness) -> None:
    query = similar_query(frozenset({likeness}), sees_all=True)
    values = query.arguments({likeness.value: "grace hopper", "besides": None})

    async with database.transaction():
        await database.execute("SET LOCAL enable_seqscan = off")
        plan = await database.fetch(f"EXPLAIN {query.sql}", *values)

    assert "Seq Scan on clients" not in "\n".join(row[0] for row in plan)


class TestWhereEachSeesOnlyTheirOwn:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, visibility="own")

    async def test_others_clients_are_not_given_away(
        self, api: SignedIn, signed_in: People, backend_app: Litestar
    ) -> None:
        del backend_app
        await make_client(api, name="Grace Hopper", email="grace@navy.example")
        bob = await signed_in(name="Bob")

        assert await similar(bob, name="Grace Hopper", email="grace@navy.example") == []
