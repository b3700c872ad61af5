"""Changing many records at once: each answered for by itself, all in one batch of the log."""

from collections.abc import Awaitable, Callable

import asyncpg
import httpx
import pytest

from tests.support.builders import activity_of, make_client, make_deal, make_task, make_user
from tests.support.bulk import add_clients
from tests.support.pages import page_of, pointers
from tests.support.people import Json, People, SignedIn

MISSING = "0199f000-0000-7000-8000-000000000000"
Make = Callable[..., Awaitable[Json]]
KINDS: list[tuple[str, Make, Json]] = [
    ("clients", make_client, {"company": "Acme"}),
    ("deals", make_deal, {"currency": "USD"}),
    ("tasks", make_task, {"due_date": "2030-01-31"}),
]


async def change(api: httpx.AsyncClient, kind: str, **body: object) -> Json:
    answer = await api.post(f"/api/v1/{kind}/bulk", json=body)
    assert answer.status_code == 200, answer.text
    view: Json = answer.json()
    return view


def statuses(view: Json) -> list[str]:
    return [item["status"] for item in view["items"]]


@pytest.mark.parametrize(("kind", "make", "fields"), KINDS)
async def test_every_record_gets_the_fields_and_one_entry_of_the_batch(
    api: SignedIn, kind: str, make: Make, fields: Json
) -> None:
    records = [await make(api) for _ in range(3)]

    view = await change(api, kind, ids=[r["id"] for r in records], action="update", fields=fields)

    assert (view["ok"], view["unchanged"], view["failed"]) == (3, 0, 0)
    for record, item in zip(records, view["items"], strict=True):
        now = await page_of(api, f"/api/v1/{kind}/{record['id']}")
        assert now.items() >= fields.items()
        assert now["version"] == item["version"] == record["version"] + 1
        entry, _ = await activity_of(api, record["id"])
        ((name, (before, after)),) = entry["payload"]["changes"].items()
        assert (entry["action"], entry["batch_id"]) == ("updated", view["batch_id"])
        assert {name: after} == fields
        assert before == record[name]


@pytest.mark.parametrize(("kind", "make", "fields"), KINDS)
async def test_what_is_so_already_is_left_alone(
    api: SignedIn, kind: str, make: Make, fields: Json
) -> None:
    record = await make(api, **fields)

    view = await change(api, kind, ids=[record["id"]], action="update", fields=fields)

    assert view["items"] == [
        {"id": record["id"], "status": "unchanged", "version": 1, "problem": None}
    ]
    assert len(await activity_of(api, record["id"])) == 1


@pytest.mark.parametrize(("kind", "make", "fields"), KINDS)
async def test_delete_and_restore(api: SignedIn, kind: str, make: Make, fields: Json) -> None:
    ids = [(await make(api, **fields))["id"] for _ in range(2)]

    deleted = await change(api, kind, ids=ids, action="delete")
    emptied = (await page_of(api, f"/api/v1/{kind}"))["total"]
    restored = await change(api, kind, ids=ids, action="restore")

    assert (deleted["ok"], emptied, restored["ok"]) == (2, 0, 2)
    assert (await page_of(api, f"/api/v1/{kind}"))["total"] == 2
    actions = [entry["action"] for entry in await activity_of(api, ids[0])]
    assert actions == ["restored", "deleted", "created"]


@pytest.mark.parametrize(("kind", "make", "_"), KINDS)
async def test_an_admin_gives_many_to_someone(
    api: SignedIn, kind: str, make: Make, _: Json
) -> None:
    ids = [(await make(api))["id"] for _ in range(2)]
    ann = await make_user(api)
    field = "assigned_to" if kind == "tasks" else "owner_id"

    view = await change(api, kind, ids=ids, action="assign", **{field: ann["id"]})

    assert view["ok"] == 2
    for record in ids:
        assert (await page_of(api, f"/api/v1/{kind}/{record}"))[field] == ann["id"]


async def test_what_fails_is_named_and_the_rest_is_done(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in()
    hers, stale, trashed = [await make_client(ann) for _ in range(3)]
    foreign = await make_client(api)
    await ann.delete(f"/api/v1/clients/{trashed['id']}")

    view = await change(
        ann,
        "clients",
        ids=[hers["id"], foreign["id"], MISSING, stale["id"], trashed["id"]],
        versions={stale["id"]: 7, hers["id"]: 1},
        action="update",
        fields={"notes": "x"},
        atomic=False,
    )

    assert statuses(view) == ["ok", *["failed"] * 4]
    problems = [item["problem"]["status"] for item in view["items"][1:]]
    assert problems == [403, 404, 412, 409]
    assert [item["version"] for item in view["items"]] == [2, 1, None, 1, 2]
    assert (await page_of(ann, f"/api/v1/clients/{stale['id']}"))["notes"] == ""


async def test_all_or_nothing_names_every_record_that_fails(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    good = await make_client(api)
    body = {"ids": [MISSING, good["id"], MISSING[:-1] + "1"], "action": "delete"}

    answer = await api.post("/api/v1/clients/bulk", json=body)

    assert (answer.status_code, pointers(answer.json())) == (409, ["/ids/0", "/ids/2"])
    assert (await page_of(api, "/api/v1/clients"))["total"] == 1
    assert await database.fetchval("SELECT count(*) FROM activity_log WHERE batch_id NOTNULL") == 0


@pytest.mark.parametrize("atomic", [True, False])
async def test_a_constraint_refuses_only_who_breaks_it(api: SignedIn, atomic: bool) -> None:
    ids = [(await make_client(api, external_id=str(n)))["id"] for n in range(6)]
    await change(api, "clients", ids=ids, action="delete")
    twin = await make_client(api)
    await api.patch(f"/api/v1/clients/{twin['id']}", json={"external_id": "4"})

    answer = await api.post(
        "/api/v1/clients/bulk", json={"ids": ids, "action": "restore", "atomic": atomic}
    )

    if atomic:
        assert (answer.status_code, pointers(answer.json())) == (409, ["/ids/4"])
    else:
        assert statuses(answer.json()) == ["ok", "ok", "ok", "ok", "failed", "ok"]
        problem = answer.json()["items"][4]["problem"]
        assert (problem["status"], pointers(problem)) == (409, ["/external_id"])


async def test_a_deal_is_closed_and_opened_as_a_move_does_it(api: SignedIn) -> None:
    ids = [(await make_deal(api))["id"] for _ in range(2)]
    lost = {"status": "LOST", "lost_reason": "too dear"}

    await change(api, "deals", ids=ids, action="update", fields=lost)
    closed = await page_of(api, f"/api/v1/deals/{ids[0]}")
    await change(api, "deals", ids=ids, action="update", fields={"status": "NEW"})
    opened = await page_of(api, f"/api/v1/deals/{ids[0]}")

    assert (closed["lost_reason"], closed["closed_at"] is None) == ("too dear", False)
    assert (opened["lost_reason"], opened["closed_at"]) == ("", None)
    assert [e["action"] for e in await activity_of(api, ids[0])] == ["moved", "moved", "created"]
    board = await page_of(api, "/api/v1/deals/board")
    assert [column["count"] for column in board["columns"]] == [2, 0, 0, 0]


async def test_a_task_is_done_and_taken_up_again(api: SignedIn) -> None:
    task = await make_task(api)

    await change(api, "tasks", ids=[task["id"]], action="update", fields={"status": "DONE"})
    done = await page_of(api, f"/api/v1/tasks/{task['id']}")
    await change(api, "tasks", ids=[task["id"]], action="update", fields={"status": "TODO"})

    assert done["completed_at"] is not None
    actions = [entry["action"] for entry in await activity_of(api, task["id"])]
    assert actions == ["reopened", "completed", "created"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"ids": [], "action": "delete"}, "/ids"),
        ({"ids": ["7"], "action": "delete"}, "/ids/0"),
        ({"ids": [MISSING, MISSING], "action": "delete"}, "/ids"),
        ({"ids": [MISSING] * 501, "action": "delete"}, "/ids"),
        ({"ids": [MISSING], "action": "burn"}, "/action"),
        ({"ids": [MISSING], "action": "update"}, "/fields"),
        ({"ids": [MISSING], "action": "assign"}, "/owner_id"),
        ({"ids": [MISSING], "action": "delete", "fields": {}}, "/fields"),
        ({"ids": [MISSING], "action": "update", "fields": {"notes": "\x00"}}, "/fields/notes"),
        ({"ids": [MISSING], "action": "update", "fields": {"owner_id": MISSING}}, "/fields"),
        ({"ids": [MISSING], "action": "assign", "owner_id": MISSING}, "/owner_id"),
        (
            {"ids": [MISSING], "action": "delete", "versions": {MISSING[:-1] + "1": 1}},
            f"/versions/{MISSING[:-1]}1",
        ),
    ],
)
async def test_a_body_that_does_not_fit_is_refused(api: SignedIn, body: Json, pointer: str) -> None:
    answer = await api.post("/api/v1/clients/bulk", json=body)

    assert (answer.status_code, pointers(answer.json())) == (400, [pointer])


async def test_only_an_admin_gives_away(signed_in: People) -> None:
    ann, bob = await signed_in(), await signed_in()
    mine = await make_client(ann)
    body = {"ids": [mine["id"]], "action": "assign", "owner_id": bob.user_id}

    answer = await ann.post("/api/v1/clients/bulk", json=body)

    assert (answer.status_code, pointers(answer.json())) == (400, ["/owner_id"])


async def test_a_key_that_is_sent_twice_changes_once(api: SignedIn) -> None:
    client = await make_client(api)
    body = {"ids": [client["id"]], "action": "update", "fields": {"notes": "x"}}
    headers = {"Idempotency-Key": "bulk-1"}

    first = await api.post("/api/v1/clients/bulk", json=body, headers=headers)
    again = await api.post("/api/v1/clients/bulk", json=body, headers=headers)

    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert len(await activity_of(api, client["id"])) == 2


async def test_500_cost_as_many_queries_as_two(
    api: SignedIn, database: asyncpg.Connection, queries: list[str]
) -> None:
    await add_clients(database, api.user_id, 500)
    ids = [str(row[0]) for row in await database.fetch("SELECT id FROM clients")]
    costs = []
    for some in (ids[:2], ids):
        queries.clear()
        await change(api, "clients", ids=some, action="update", fields={"notes": str(len(some))})
        costs.append(len([query for query in queries if "SAVEPOINT" not in query]))

    assert costs == [5, 5]


async def test_each_change_is_told_once(api: SignedIn, database: asyncpg.Connection) -> None:
    ids = [(await make_client(api))["id"] for _ in range(2)]

    await change(api, "clients", ids=ids, action="delete")

    told = await database.fetch(
        "SELECT payload->>'id' FROM outbox WHERE topic = 'client.deleted' ORDER BY 1"
    )
    assert [row[0] for row in told] == sorted(ids)
