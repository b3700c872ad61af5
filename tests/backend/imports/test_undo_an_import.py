"""Undoing an import: what it made goes, what it changed is as before, edits since are kept."""

import csv
import io

import asyncpg
import pytest

from backend.settings import Settings
from backend.worker import running_worker
from tests.backend.imports.steps import (
    IMPORTS,
    all_of,
    counts,
    ended,
    imported,
    seen,
    started,
    table,
    undone,
    uploaded,
)
from tests.support.builders import activity_of, make_client, make_deal
from tests.support.people import Json, People, SignedIn

pytestmark = pytest.mark.slow

worker = pytest.mark.usefixtures("worker")
HEADER = "Name,Phone,External ID"
UNDO_COUNTS = ("undo_total", "trashed", "reverted", "left_alone")


def undo_counts(view: Json) -> list[int]:
    return [view[name] for name in UNDO_COUNTS]


@worker
async def test_all_is_as_it_was_before(api: SignedIn) -> None:
    old = await make_client(api, name="Acme", phone="1", external_id="A-1")
    rows = ["Acme,2,A-1", "Acme,3,A-1", *(f"New {n},,N-{n}" for n in range(600)), "New 1,5,N-1"]
    view = await imported(api, table(HEADER, rows))

    view = await undone(api, view["id"])

    (client,) = await all_of(api, "clients")
    assert (client["id"], client["phone"]) == (old["id"], "1")
    assert (view["state"], undo_counts(view)) == ("UNDONE", [601, 600, 1, 0])
    assert counts(view) == {"created": 600, "updated": 3}
    trash = await api.get("/api/v1/clients", params={"trashed": True, "count": "exact"})
    assert trash.json()["total"] == 600


@worker
async def test_it_is_in_the_change_log_with_a_batch_of_its_own(api: SignedIn) -> None:
    old = await make_client(api, name="Acme", phone="1", external_id="A-1")
    view = await imported(api, table(HEADER, ["Acme,2,A-1"]))

    view = await undone(api, view["id"])

    (entry, *_) = await activity_of(api, old["id"])
    assert (entry["action"], entry["batch_id"]) == ("updated", view["undo_id"])
    assert entry["payload"]["undoes"] == view["id"]
    assert entry["payload"]["changes"] == {"phone": ["2", "1"]}
    log = await activity_of(api, view["id"])
    assert [e["action"] for e in log] == ["ended", "started", "ended", "started", "created"]
    assert log[0]["payload"]["changes"]["state"] == ["UNDOING", "UNDONE"]
    again = await api.post("/api/v1/activity/undo", json={"batch_id": view["undo_id"]})
    assert again.status_code == 200


@worker
async def test_what_was_edited_since_is_left_and_told(api: SignedIn, signed_in: People) -> None:
    bob = await signed_in(role="ADMIN", name="Bob")
    old = await make_client(api, name="Acme", phone="1", external_id="A-1")
    rows = ["Acme,2,A-1", "=Edited,,N-1", "Used,,N-2", "Gone,,N-3"]
    view = await imported(api, table(HEADER, rows))
    ids = {c["external_id"]: c["id"] for c in await all_of(api, "clients")}
    await bob.patch(f"/api/v1/clients/{old['id']}", json={"phone": "9"})
    await bob.patch(f"/api/v1/clients/{ids['N-1']}", json={"notes": "Mine"})
    await make_deal(api, client_id=ids["N-2"])

    view = await undone(api, view["id"])

    path = f"{IMPORTS}/{view['id']}"
    assert undo_counts(view) == [4, 1, 0, 3]
    told = {row["record_id"]: row for row in (await api.get(f"{path}/leftovers")).json()["items"]}
    assert told[old["id"]]["reason"].startswith("phone: Changed by Bob at 20")
    assert told[ids["N-1"]]["reason"].startswith("notes: Changed by Bob")
    assert told[ids["N-2"]]["reason"] == "This client has 1 deal"
    file = (await api.get(f"{path}/leftovers.csv")).content.decode("utf-8-sig")
    assert {row["id"]: row["reason"] for row in csv.DictReader(io.StringIO(file))} == {
        record: row["reason"] for record, row in told.items()
    }
    assert "'=Edited" in file


@worker
async def test_leftovers_are_paged(api: SignedIn, database: asyncpg.Connection) -> None:
    view = await imported(api, table(HEADER, [f"New {n},,N-{n}" for n in range(3)]))
    await database.execute("UPDATE clients SET phone = '9'")
    view = await undone(api, view["id"])
    path = f"{IMPORTS}/{view['id']}/leftovers"

    first = (await api.get(path, params={"limit": 2})).json()
    rest = (await api.get(path, params={"cursor": first["next_cursor"]})).json()

    assert len({row["record_id"] for row in [*first["items"], *rest["items"]]}) == 3
    assert (first["total"], rest["next_cursor"]) == (3, None)
    assert first["items"][0]["reason"] == "phone: Changed since"


@worker
async def test_the_same_file_can_be_imported_again(api: SignedIn) -> None:
    content = table(HEADER, ["Acme,1,A-1", "Blue,2,A-2"])
    view = await imported(api, content)
    await undone(api, view["id"])

    again = await imported(api, content)

    assert counts(again) == {"created": 2}


@worker
@pytest.mark.parametrize("entity", ["deals", "tasks"])
async def test_deals_and_tasks_too(api: SignedIn, entity: str) -> None:
    await make_client(api, name="Acme")
    content = table("Client,Title,Status,External ID", [f"Acme,T{n},,D-{n}" for n in range(3)])
    view = await imported(api, content, entity=entity)

    view = await undone(api, view["id"])

    assert undo_counts(view) == [3, 3, 0, 0]
    assert await all_of(api, entity) == []


@worker
async def test_only_its_maker_or_an_admin(api: SignedIn, signed_in: People) -> None:
    ann, bob = await signed_in(), await signed_in()
    view = await imported(ann, table(HEADER, ["Acme,1,A-1"]))

    foreign = await bob.post(f"{IMPORTS}/{view['id']}/undo")
    by_admin = await api.post(f"{IMPORTS}/{view['id']}/undo")

    assert (foreign.status_code, by_admin.status_code) == (404, 202)
    assert undo_counts(await ended(api, view["id"], "UNDONE")) == [1, 1, 0, 0]


@worker
async def test_it_is_undone_once_and_started_no_more(api: SignedIn) -> None:
    view = await imported(api, table(HEADER, ["Acme,1,A-1"]))
    await undone(api, view["id"])
    path = f"{IMPORTS}/{view['id']}"

    again = await api.post(f"{path}/undo")
    start = await api.post(f"{path}/start", json={"mapping": {"name": "Name"}})
    as_batch = await api.post("/api/v1/activity/undo", json={"batch_id": view["id"]})

    assert [a.status_code for a in (again, start, as_batch)] == [409, 409, 409]
    assert again.json()["detail"] == "This import was undone already"


@worker
async def test_a_dry_run_leaves_nothing_to_undo(api: SignedIn) -> None:
    view = await imported(api, table(HEADER, ["Acme,1,A-1"]), dry_run=True)

    answer = await api.post(f"{IMPORTS}/{view['id']}/undo")

    assert (answer.status_code, answer.json()["detail"]) == (409, "This import has changed nothing")


async def test_one_that_is_under_way_is_not_undone(api: SignedIn) -> None:
    upload = await uploaded(api, table(HEADER, ["Acme,1,A-1"]))
    await started(api, upload["id"], mapping={"name": "Name"})

    assert (await api.post(f"{IMPORTS}/{upload['id']}/undo")).status_code == 409


async def test_an_undo_that_was_broken_off_goes_on(
    api: SignedIn, settings: Settings, database: asyncpg.Connection
) -> None:
    async with running_worker(settings):
        view = await imported(api, table(HEADER, [f"New {n},,N-{n}" for n in range(1200)]))
    await api.post(f"{IMPORTS}/{view['id']}/undo")
    async with running_worker(settings):
        while not (half := await seen(api, view["id"]))["trashed"]:
            pass

    async with running_worker(settings):
        view = await ended(api, view["id"], "UNDONE")

    assert half["undo_total"] == 1200
    assert undo_counts(view) == [1200, 1200, 0, 0]
    entries = "SELECT count(*) FROM activity_log WHERE batch_id = $1 AND action = 'deleted'"
    assert await database.fetchval(entries, view["undo_id"]) == 1200


async def test_one_that_failed_half_way_goes_on_when_asked_again(
    api: SignedIn, signed_in: People, settings: Settings, database: asyncpg.Connection
) -> None:
    ann = await signed_in()
    async with running_worker(settings):
        view = await imported(ann, table(HEADER, ["Acme,1,A-1"]))
    await ann.post(f"{IMPORTS}/{view['id']}/undo")
    await database.execute("UPDATE users SET is_active = false WHERE id = $1", ann.user_id)
    async with running_worker(settings):
        failed = await ended(api, view["id"], "FAILED")
        view = await undone(api, view["id"])

    assert "may not sign in" in failed["error"]
    assert (view["error"], undo_counts(view)) == (None, [1, 1, 0, 0])
