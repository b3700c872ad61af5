"""Changing whatever a list finds: 500 at a time, exactly those, in one batch of the log."""

import asyncpg
import httpx
import pytest
from msgspec.structs import replace

from backend.settings import Settings
from tests.support.builders import activity_of, make_client, make_deal, make_task
from tests.support.bulk import add_clients
from tests.support.pages import page_of, pointers
from tests.support.people import Json, People, SignedIn

MISSING = "0199f000-0000-7000-8000-000000000000"
BULK, UNDO = "/api/v1/clients/bulk", "/api/v1/activity/undo"


async def post_all(api: httpx.AsyncClient, path: str, **body: object) -> list[Json]:
    """Every portion, by the cursors the API hands out."""
    portions: list[Json] = []
    while not portions or portions[-1]["next_cursor"]:
        cursor = {"cursor": portions[-1]["next_cursor"]} if portions else {}
        answer = await api.post(path, json={"atomic": False} | body | cursor)
        assert answer.status_code == 200, answer.text
        portions.append(answer.json())
    return portions


async def companies(database: asyncpg.Connection) -> dict[str, int]:
    rows = await database.fetch("SELECT company, count(*) FROM clients GROUP BY company")
    return {row[0]: row[1] for row in rows}


async def test_1100_of_1200_are_changed_and_put_back(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    await add_clients(database, api.user_id, 1_100, name="Roof")
    await add_clients(database, api.user_id, 100, name="Wall")
    change = {"filters": {"search": "roof"}, "action": "update", "fields": {"company": "Acme"}}

    portions = await post_all(api, BULK, **change)

    assert [part["ok"] for part in portions] == [500, 500, 100]
    assert len({part["batch_id"] for part in portions}) == 1
    assert await companies(database) == {"Acme": 1_100, "": 100}
    walls = "SELECT count(*) FROM clients WHERE company = 'Acme' AND name NOT LIKE 'Roof%'"
    assert await database.fetchval(walls) == 0

    undone = await post_all(api, UNDO, batch_id=portions[0]["batch_id"])

    assert [len(part["items"]) for part in undone] == [500, 500, 100]
    assert await companies(database) == {"": 1_200}
    redone = await post_all(api, UNDO, batch_id=undone[0]["batch_id"])
    assert sum(len(part["items"]) for part in redone) == 1_100


async def test_what_is_made_or_leaves_the_filter_meanwhile(
    api: SignedIn, signed_in: People, database: asyncpg.Connection
) -> None:
    bob = await signed_in()
    await add_clients(database, api.user_id, 600)
    give = {"filters": {"owner": api.user_id}, "action": "assign", "owner_id": bob.user_id}

    first = (await api.post(BULK, json=give | {"atomic": False})).json()
    late = await make_client(api)
    second = await api.post(BULK, json=give | {"atomic": False, "cursor": first["next_cursor"]})

    assert (first["ok"], second.json()["ok"], second.json()["next_cursor"]) == (500, 100, None)
    assert [entry["action"] for entry in await activity_of(api, late["id"])] == ["created"]


@pytest.mark.parametrize("make", [make_deal, make_task])
async def test_deals_and_tasks_too(api: SignedIn, make: object) -> None:
    kind, make_one = ("deals", make_deal) if make is make_deal else ("tasks", make_task)
    wanted, other = await make_one(api, title="Roof"), await make_one(api, title="Wall")

    (part,) = await post_all(
        api, f"/api/v1/{kind}/bulk", filters={"search": "roof"}, action="delete"
    )

    assert [item["id"] for item in part["items"]] == [wanted["id"]]
    left = (await page_of(api, f"/api/v1/{kind}"))["items"]
    assert [record["id"] for record in left] == [other["id"]]


async def test_the_whole_trash_is_restored(api: SignedIn) -> None:
    clients = [await make_client(api) for _ in range(3)]
    for client in clients[:2]:
        await api.delete(f"/api/v1/clients/{client['id']}")

    (part,) = await post_all(api, BULK, filters={"trashed": True}, action="restore")

    assert (part["ok"], part["failed"]) == (2, 0)
    assert (await page_of(api, "/api/v1/clients"))["total"] == 3


async def test_what_is_not_ones_to_change_is_named_and_left(
    api: SignedIn, signed_in: People
) -> None:
    ann = await signed_in()
    hers, foreign = await make_client(ann), await make_client(api)

    (part,) = await post_all(ann, BULK, filters={}, action="delete")

    assert [(i["id"], i["status"]) for i in part["items"]] == [
        (hers["id"], "ok"),
        (foreign["id"], "failed"),
    ]
    assert part["items"][1]["problem"]["status"] == 403


async def test_an_undo_puts_back_what_it_can_and_names_the_rest(api: SignedIn) -> None:
    one, two = await make_client(api, name="One"), await make_client(api, name="Two")
    change = {"filters": {}, "action": "update", "fields": {"company": "Acme"}}
    (part,) = await post_all(api, BULK, **change)
    await api.patch(f"/api/v1/clients/{two['id']}", json={"company": "By hand"})

    (undone,) = await post_all(api, UNDO, batch_id=part["batch_id"])

    assert [item["entity_uuid"] for item in undone["items"]] == [one["id"]]
    (left,) = undone["left"]
    assert (left["entity_uuid"], left["name"]) == (two["id"], "Two")
    (error,) = left["problem"]["errors"]
    assert error["pointer"] == "/company"
    assert error["detail"].startswith("Changed by Ada Admin at ")


async def test_more_than_500_are_not_undone_all_or_none(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    await add_clients(database, api.user_id, 501)
    part, _ = await post_all(api, BULK, filters={}, action="delete")

    answer = await api.post(UNDO, json={"batch_id": part["batch_id"]})

    assert answer.status_code == 409
    assert "atomic" in answer.json()["detail"]


async def test_nobody_goes_on_with_anothers_batch(
    api: SignedIn, signed_in: People, database: asyncpg.Connection
) -> None:
    ann = await signed_in()
    await add_clients(database, api.user_id, 501)
    body = {"filters": {}, "action": "update", "fields": {"notes": "x"}, "atomic": False}
    first = (await api.post(BULK, json=body)).json()

    by_ann = await ann.post(BULK, json=body | {"cursor": first["next_cursor"]})
    made_up = await api.post(BULK, json=body | {"cursor": "bm8"})

    for answer in (by_ann, made_up):
        assert (answer.status_code, pointers(answer.json())) == (400, ["/cursor"])


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"action": "delete"}, "/ids"),
        ({"action": "delete", "filters": {}}, "/atomic"),
        ({"action": "delete", "filters": {"colour": "red"}, "atomic": False}, "/filters"),
        ({"action": "delete", "filters": {"owner": "@me"}, "atomic": False}, "/filters/owner"),
        ({"action": "delete", "filters": {}, "ids": [MISSING]}, "/filters"),
        ({"action": "delete", "ids": [MISSING], "cursor": "x"}, "/cursor"),
    ],
)
async def test_a_body_that_contradicts_itself_is_refused(
    api: SignedIn, body: Json, pointer: str
) -> None:
    answer = await api.post(BULK, json=body)

    assert (answer.status_code, pointers(answer.json())) == (400, [pointer])


class TestOwnVisibility:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, visibility="own")

    async def test_what_one_may_not_see_is_not_found(
        self, api: SignedIn, signed_in: People
    ) -> None:
        ann = await signed_in()
        hers, foreign = await make_client(ann), await make_client(api)

        (part,) = await post_all(ann, BULK, filters={}, action="delete")

        assert [item["id"] for item in part["items"]] == [hers["id"]]
        assert (await api.get(f"/api/v1/clients/{foreign['id']}")).json()["deleted_at"] is None
