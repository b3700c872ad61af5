"""Being told of what concerns one."""

from collections.abc import Awaitable, Callable

import asyncpg
import pytest

from backend.settings import Settings
from backend.worker import running_worker
from tests.backend.imports.steps import imported, table
from tests.support.builders import activity_of, inbox_of, make_client, make_deal, make_task
from tests.support.people import Json, SignedIn

Make = Callable[..., Awaitable[Json]]
KINDS = [
    ("client", make_client, "owner_id"),
    ("deal", make_deal, "owner_id"),
    ("task", make_task, "assigned_to"),
]


@pytest.mark.parametrize(("kind", "make", "whose"), KINDS)
async def test_of_what_one_gets(
    api: SignedIn, ann: SignedIn, kind: str, make: Make, whose: str
) -> None:
    new = await make(api, **{whose: ann.user_id})
    handed = await make(api)
    await api.patch(f"/api/v1/{kind}s/{handed['id']}", json={whose: ann.user_id})

    latest, first = await inbox_of(ann)

    assert [told["entity_uuid"] for told in (latest, first)] == [handed["id"], new["id"]]
    assert (first["type"], first["entity_type"]) == (f"{kind}_assigned", kind)
    assert (first["actor_id"], first["actor_name"]) == (api.user_id, "Ada Admin")
    assert first["payload"]["name"] == new.get("title", new.get("name"))
    assert first["read_at"] is None


@pytest.mark.parametrize(("kind", "make", "whose"), KINDS)
async def test_of_all_that_one_gets_at_once(
    api: SignedIn, ann: SignedIn, kind: str, make: Make, whose: str
) -> None:
    first, second = await make(api), await make(api)
    orders = {"ids": [first["id"], second["id"]], "action": "assign", whose: ann.user_id}

    assert (await api.post(f"/api/v1/{kind}s/bulk", json=orders)).json()["ok"] == 2

    told = await inbox_of(ann)
    assert {one["entity_uuid"] for one in told} == {first["id"], second["id"]}
    assert {one["type"] for one in told} == {f"{kind}_assigned"}
    named = {one["entity_uuid"]: one["payload"]["name"] for one in told}
    assert named[first["id"]] == first.get("title", first.get("name"))


async def test_a_task_says_what_a_reader_needs(api: SignedIn, ann: SignedIn) -> None:
    client = await make_client(api, name="Acme")
    deal = await make_deal(api, client_id=client["id"], title="Roof")
    hung = {"client_id": client["id"], "deal_id": deal["id"]}

    await make_task(api, title="Call", due_date="2030-01-31", assigned_to=ann.user_id, **hung)

    (told,) = await inbox_of(ann)
    assert told["payload"] == {
        "name": "Call",
        "client_name": "Acme",
        "deal_title": "Roof",
        "due_date": "2030-01-31",
    }


@pytest.mark.parametrize(("kind", "make", "whose"), KINDS)
async def test_never_of_what_one_does_oneself(
    api: SignedIn, ann: SignedIn, kind: str, make: Make, whose: str
) -> None:
    made = await make(api, **{whose: ann.user_id})

    await api.patch(f"/api/v1/{kind}s/{made['id']}", json={whose: api.user_id})

    assert await inbox_of(api) == []


@pytest.mark.parametrize(("kind", "make", "whose"), KINDS)
async def test_once_and_not_of_every_later_change(
    api: SignedIn, ann: SignedIn, kind: str, make: Make, whose: str
) -> None:
    made = await make(api, **{whose: ann.user_id})
    url = f"/api/v1/{kind}s/{made['id']}"

    await api.patch(url, json={"external_id": "7", whose: ann.user_id})
    await api.delete(url)
    await api.post(f"{url}/restore")

    assert len(await inbox_of(ann)) == 1


async def test_nothing_where_the_change_is_refused(api: SignedIn, ann: SignedIn) -> None:
    await make_client(api, external_id="7")

    answer = await api.post(
        "/api/v1/clients", json={"name": "Twin", "external_id": "7", "owner_id": ann.user_id}
    )

    assert answer.status_code == 409
    assert await inbox_of(ann) == []


async def test_of_ones_own_import_when_it_has_ended(api: SignedIn, settings: Settings) -> None:
    async with running_worker(settings):
        run = await imported(api, table("Name", ["Acme", " "]))

    (told,) = await inbox_of(api)

    assert (told["type"], told["entity_uuid"]) == ("import_ended", run["id"])
    assert (told["actor_id"], told["actor_name"]) == (None, None)
    outcome = {"name": "export.csv", "state": "DONE", "created": 1, "rejected": 1, "error": None}
    assert told["payload"] | outcome == told["payload"]


async def test_only_where_one_wants_it(api: SignedIn, ann: SignedIn) -> None:
    await ann.patch("/api/v1/notifications/settings", json={"task_assigned": {"inbox": False}})

    await make_task(api, assigned_to=ann.user_id)
    await make_client(api, owner_id=ann.user_id)

    assert [told["type"] for told in await inbox_of(ann)] == ["client_assigned"]


async def test_by_news_in_the_same_transaction(
    api: SignedIn, ann: SignedIn, database: asyncpg.Connection
) -> None:
    await make_client(api, owner_id=ann.user_id)

    (told,) = await inbox_of(ann)
    news = await database.fetchrow(
        "SELECT payload::jsonb ->> 'id' AS id, payload -> 'owners' ->> 0 AS reader, xmin"
        " FROM outbox WHERE topic = 'notification.created'"
    )
    writer = await database.fetchval("SELECT xmin FROM outbox WHERE topic = 'client.created'")
    assert news is not None
    assert tuple(news) == (told["id"], ann.user_id, writer)


async def test_that_a_record_is_theirs_again_by_an_undo(api: SignedIn, ann: SignedIn) -> None:
    client = await make_client(ann, name="Acme")
    await api.patch(f"/api/v1/clients/{client['id']}", json={"owner_id": api.user_id})
    entry = (await activity_of(api, client["id"]))[0]

    await api.post(f"/api/v1/activity/{entry['id']}/undo")

    (told,) = await inbox_of(ann)
    assert (told["type"], told["entity_uuid"]) == ("client_assigned", client["id"])
    assert (told["actor_id"], told["payload"]) == (api.user_id, {"name": "Acme"})
