"""Two clients become one: what is chosen is taken, everything comes over, nothing is lost."""

import asyncpg
import httpx
import pytest

from tests.backend.dossiers.steps import (
    CLIENTS,
    last_entry,
    make_couple,
    merge,
    merged,
    owners_of,
    seen,
)
from tests.support.builders import activity_of, inbox_of, make_client, make_deal, news_of
from tests.support.pages import page_of, pointers
from tests.support.people import Json, People, SignedIn


async def add_files(database: asyncpg.Connection, client: Json, count: int) -> None:
    await database.execute(
        "INSERT INTO attachments (entity_type, entity_id, file_name, content_type, size, state,"
        " key, uploaded_by, version) SELECT 'client', $1::uuid, 'a.pdf', 'application/pdf', 1,"
        " 'pending', $1::uuid::text || '/' || n, $2, 1 FROM generate_series(1, $3) AS n",
        client["id"],
        client["owner_id"],
        count,
    )


async def test_all_that_hangs_on_the_other_comes_over(
    api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    couple = await make_couple(api, anonymous)

    done = await merged(api, couple.client, couple.other)

    assert await owners_of(api, couple) == {couple.client["id"]}
    assert {name: len(ids) for name, ids in done["moved"].items()} == {
        "deals": 2,
        "tasks": 2,
        "files": 1,
    }
    for kind, record in (("deals", couple.deal), ("tasks", couple.task), ("files", couple.file)):
        assert (await seen(api, kind, record))["version"] == record["version"] + 1


async def test_the_other_lies_in_the_trash_and_says_where_it_went(
    api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    couple = await make_couple(api, anonymous)

    await merged(api, couple.client, couple.other)

    other = await seen(api, "clients", couple.other)
    assert other["deleted_at"] is not None
    assert other["merged_into"] == couple.client["id"]
    assert (await page_of(api, CLIENTS))["total"] == 1


async def test_only_the_chosen_fields_are_taken(
    api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    couple = await make_couple(api, anonymous)

    done = await merged(api, couple.client, couple.other, "email", "phone")

    taken = {name: couple.other[name] for name in ("email", "phone")}
    assert done["client"] | {"updated_at": ""} == couple.client | taken | {
        "version": 2,
        "updated_at": "",
    }


async def test_one_entry_tells_all_of_it(
    api: SignedIn, anonymous: httpx.AsyncClient, database: asyncpg.Connection
) -> None:
    couple = await make_couple(api, anonymous)
    counts = "SELECT count(*) FROM activity_log UNION ALL SELECT count(*) FROM outbox"
    before = [row[0] for row in await database.fetch(counts)]

    done = await merged(api, couple.client, couple.other, "phone")

    entry = await last_entry(api, couple.client)
    after = [row[0] for row in await database.fetch(counts)]
    assert after == [count + 1 for count in before]
    assert (entry["id"], entry["action"]) == (done["entry_id"], "merged")
    assert entry["payload"] == {
        "name": "Acme",
        "other": {"id": couple.other["id"], "name": "Acme Ltd"},
        "moved": done["moved"],
        "changes": {"phone": ["", "+44 20 1234567"]},
    }


async def test_the_pages_of_both_are_told(
    api: SignedIn, signed_in: People, database: asyncpg.Connection
) -> None:
    client, other = await make_client(api), await make_client(await signed_in())

    await merged(api, client, other)

    news = await news_of(database, "client.merged")
    assert (news["id"], news["of"]) == (client["id"], [f"client:{other['id']}"])
    assert set(news["owners"]) == {client["owner_id"], other["owner_id"]}


async def test_no_client_gets_more_files_than_one_may_have(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    client, other = await make_client(api), await make_client(api)
    await add_files(database, client, 100)
    await add_files(database, other, 1)

    refused = await merge(api, client, other)
    await database.execute("DELETE FROM attachments WHERE key LIKE '%/100'")

    assert (refused.status_code, refused.json()["detail"]) == (
        409,
        "Together they have more than 100 files; remove some first",
    )
    assert (await merge(api, client, other)).status_code == 200


async def test_the_history_of_both_is_told(api: SignedIn) -> None:
    first, second, third = [await make_client(api, name=name) for name in ("A", "B", "C")]
    note = {"entity_type": "client", "entity_uuid": first["id"], "text": "Called"}
    await api.post("/api/v1/notes", json=note)
    await merged(api, second, first)
    await merged(api, third, second | {"version": 2})

    log = await activity_of(api, third["id"])
    notes = await page_of(api, "/api/v1/activity", entity_uuid=third["id"], only="notes")
    changes = await page_of(api, "/api/v1/activity", entity_uuid=third["id"], only="changes")

    told = [(entry["action"], entry["payload"]["name"]) for entry in log]
    assert told == [
        ("merged", "C"),
        ("merged", "B"),
        ("noted", "A"),
        ("created", "C"),
        ("created", "B"),
        ("created", "A"),
    ]
    assert [entry["action"] for entry in notes["items"]] == ["noted"]
    assert len(changes["items"]) == len(log) - 1


async def test_totals_stay_true(
    api: SignedIn, anonymous: httpx.AsyncClient, database: asyncpg.Connection
) -> None:
    couple = await make_couple(api, anonymous)
    await merged(api, couple.client, couple.other)

    kept = await database.fetch("SELECT owner_id, count FROM client_totals WHERE count > 0")
    counted = await database.fetch(
        "SELECT owner_id, count(*) FROM clients WHERE deleted_at IS NULL GROUP BY owner_id"
    )

    assert [tuple(row) for row in kept] == [tuple(row) for row in counted]


@pytest.mark.parametrize("stale", ["client", "other"])
async def test_who_read_an_older_version_is_told(api: SignedIn, stale: str) -> None:
    client, other = await make_client(api), await make_client(api)
    changed = client if stale == "client" else other
    await api.patch(f"{CLIENTS}/{changed['id']}", json={"notes": "Meanwhile"})

    refused = await merge(api, client, other)

    assert refused.status_code == 412
    assert refused.json()["current"]["notes"] == "Meanwhile"
    assert (await page_of(api, CLIENTS))["total"] == 2


async def test_what_cannot_be_merged_is_refused(api: SignedIn) -> None:
    client, other = await make_client(api), await make_client(api)
    nobody = {"id": "0199f000-0000-7000-8000-000000000000", "version": 1}

    itself, missing = await merge(api, client, client), await merge(api, client, nobody)
    await api.delete(f"{CLIENTS}/{other['id']}")
    trashed = await merge(api, client, other | {"version": 2})

    assert [answer.status_code for answer in (itself, missing, trashed)] == [400, 400, 409]
    assert pointers(itself.json()) == pointers(missing.json()) == ["/other_id"]
    assert trashed.json()["trashed_id"] == other["id"]


async def test_both_must_be_ones_own(api: SignedIn, signed_in: People) -> None:
    bob = await signed_in(name="Bob")
    his, hers = await make_client(bob), await make_client(api)

    assert (await merge(bob, his, hers)).status_code == 403
    assert (await merge(bob, hers, his)).status_code == 403


async def test_a_new_owner_is_told(api: SignedIn, signed_in: People) -> None:
    bob = await signed_in(name="Bob")
    client, other = await make_client(api, name="Acme"), await make_client(bob)

    done = await merged(api, client, other, "owner_id")

    assert done["client"]["owner_name"] == "Bob"
    assert [told["type"] for told in await inbox_of(bob)] == ["client_assigned"]


async def test_a_merged_one_is_brought_back_by_undo_alone(
    api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    couple = await make_couple(api, anonymous)
    await merged(api, couple.client, couple.other)

    restored = await api.post(f"{CLIENTS}/{couple.other['id']}/restore")
    bulk = {"ids": [couple.other["id"]], "action": "restore"}
    in_bulk = await api.post(f"{CLIENTS}/bulk", json=bulk)

    assert (restored.status_code, in_bulk.status_code) == (409, 409)
    sentence = "This client was merged into another; undo the merge instead"
    assert restored.json()["detail"] == sentence
    assert in_bulk.json()["errors"][0]["detail"] == sentence


async def test_nothing_comes_to_one_that_was_merged(
    api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    couple = await make_couple(api, anonymous)
    await merged(api, couple.client, couple.other)

    late = await api.post("/api/v1/deals", json={"client_id": couple.other["id"], "title": "Late"})

    assert late.status_code == 400
    assert (await make_deal(api, client_id=couple.client["id"]))["client_name"] == "Acme"
