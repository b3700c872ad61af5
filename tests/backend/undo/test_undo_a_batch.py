"""Undoing a bulk change: every record of it, or none."""

from uuid import uuid4

import asyncpg
import pytest
from msgspec.structs import replace

from backend.settings import Settings
from tests.support.builders import activity_of, make_client, make_deal
from tests.support.people import Json, People, SignedIn

UNDO = "/api/v1/activity/undo"


async def renamed(api: SignedIn, database: asyncpg.Connection, *clients: Json) -> str:
    """Renames them one by one, and ties the entries together as a bulk change does."""
    batch = str(uuid4())
    for client in clients:
        await api.patch(f"/api/v1/clients/{client['id']}", json={"name": "Renamed"})
        tie = "UPDATE activity_log SET batch_id = $1 WHERE entity_uuid = $2 AND action = 'updated'"
        await database.execute(tie, batch, client["id"])
    return batch


async def names(api: SignedIn, *clients: Json) -> list[str]:
    return [(await api.get(f"/api/v1/clients/{c['id']}")).json()["name"] for c in clients]


async def test_all_of_it_is_taken_back_and_done_again(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    one, two = await make_client(api, name="One"), await make_client(api, name="Two")
    batch = await renamed(api, database, one, two)

    undone = (await api.post(UNDO, json={"batch_id": batch})).json()
    before = await names(api, one, two)
    redone = await api.post(UNDO, json={"batch_id": undone["batch_id"]})

    assert before == ["One", "Two"]
    assert {item["entity_uuid"] for item in undone["items"]} == {one["id"], two["id"]}
    assert redone.status_code == 200
    assert await names(api, one, two) == ["Renamed", "Renamed"]
    newest = (await activity_of(api, one["id"]))[0]
    assert newest["batch_id"] == redone.json()["batch_id"]
    assert newest["payload"]["undoes"] == undone["batch_id"]


async def test_one_that_changed_since_keeps_all_as_they_are(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    one, two = await make_client(api, name="One"), await make_client(api, name="Two")
    batch = await renamed(api, database, one, two)
    await api.patch(f"/api/v1/clients/{two['id']}", json={"name": "By hand"})

    answer = await api.post(UNDO, json={"batch_id": batch})

    assert answer.status_code == 409
    assert [e["pointer"] for e in answer.json()["errors"]] == [f"/{two['id']}/name"]
    assert await names(api, one, two) == ["Renamed", "By hand"]


async def test_its_news_are_told_to_whoever_listens(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    client = await make_client(api)
    batch = await renamed(api, database, client)
    await database.execute("TRUNCATE outbox")

    await api.post(UNDO, json={"batch_id": batch})

    assert [row["topic"] for row in await database.fetch("SELECT topic FROM outbox")] == [
        "client.updated"
    ]


async def test_several_entries_of_a_record_are_one_change(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    client = await make_client(api, name="One")
    path = f"/api/v1/clients/{client['id']}"
    for edit in ({"name": "Two"}, {"name": "Three", "phone": "1"}):
        await api.patch(path, json=edit)
    batch = str(uuid4())
    await database.execute("UPDATE activity_log SET batch_id = $1 WHERE action = 'updated'", batch)

    (undone,) = (await api.post(UNDO, json={"batch_id": batch})).json()["items"]

    assert undone["changes"] == {"name": ["Three", "One"], "phone": ["1", ""]}
    assert await names(api, client) == ["One"]


async def test_what_someone_did_between_two_entries_is_not_run_over(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    client = await make_client(api, name="One")
    for name in ("Two", "By hand", "Three"):
        await api.patch(f"/api/v1/clients/{client['id']}", json={"name": name})
    batch = str(uuid4())
    tie = """UPDATE activity_log SET batch_id = $1
        WHERE payload->'changes'->'name'->>1 <> 'By hand' AND action = 'updated'"""
    await database.execute(tie, batch)

    answer = await api.post(UNDO, json={"batch_id": batch})

    assert answer.status_code == 409
    assert await names(api, client) == ["Three"]


async def test_foreign_and_unknown_batches(
    api: SignedIn, signed_in: People, database: asyncpg.Connection
) -> None:
    bob = await signed_in()
    batch = await renamed(api, database, await make_client(api))

    foreign = await bob.post(UNDO, json={"batch_id": batch})
    unknown = await api.post(UNDO, json={"batch_id": str(uuid4())})
    hostile = await api.post(UNDO, json={"batch_id": "x", "more": 1})

    assert [a.status_code for a in (foreign, unknown, hostile)] == [403, 400, 400]


class TestOwnVisibility:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, visibility="own")

    async def test_what_one_may_not_see_is_not_there(
        self, api: SignedIn, signed_in: People, database: asyncpg.Connection
    ) -> None:
        ann = await signed_in()
        deal, client = await make_deal(api), await make_client(api)
        batch = await renamed(api, database, client)
        (entry,) = await activity_of(api, deal["id"])

        answers = [
            await ann.post(f"/api/v1/activity/{entry['id']}/undo"),
            await ann.post(UNDO, json={"batch_id": batch}),
        ]

        assert [answer.status_code for answer in answers] == [404, 400]
        assert answers[1].json()["detail"] == "There is no such batch"
        assert (await api.post(UNDO, json={"batch_id": batch})).status_code == 200
