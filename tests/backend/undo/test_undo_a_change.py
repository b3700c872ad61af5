"""Undoing one change: the record is as before, unless someone has changed it since."""

import httpx
import pytest

from tests.backend.files.steps import attached
from tests.support.builders import activity_of, make_client, make_deal, make_task, make_user
from tests.support.people import Json, People, SignedIn

ACTIVITY = "/api/v1/activity"
MISSING = "0199f000-0000-7000-8000-000000000000"


async def last_entry(api: SignedIn, record_id: str) -> Json:
    return (await activity_of(api, record_id))[0]


async def undo_last(api: SignedIn, record_id: str) -> Json:
    entry = await last_entry(api, record_id)
    answer = await api.post(f"{ACTIVITY}/{entry['id']}/undo")
    assert answer.status_code == 200, answer.text
    undone: Json = answer.json()
    return undone


async def seen(api: SignedIn, kind: str, record_id: str) -> Json:
    record: Json = (await api.get(f"/api/v1/{kind}/{record_id}")).json()
    return record


async def test_an_edit_is_taken_back(api: SignedIn) -> None:
    client = await make_client(api, name="Acme", email="ann@acme.test", notes="Old")
    edit = {"name": "Blue", "email": None, "notes": "New"}
    await api.patch(f"/api/v1/clients/{client['id']}", json=edit)

    undone = await undo_last(api, client["id"])

    now = await seen(api, "clients", client["id"])
    assert {name: now[name] for name in edit} == {name: client[name] for name in edit}
    assert (undone["action"], undone["version"], now["version"]) == ("updated", 3, 3)
    assert undone["changes"]["name"] == ["Blue", "Acme"]


async def test_the_undo_is_an_entry_that_can_be_undone(api: SignedIn) -> None:
    client = await make_client(api, name="Acme")
    await api.patch(f"/api/v1/clients/{client['id']}", json={"name": "Blue"})
    edit = await last_entry(api, client["id"])
    await undo_last(api, client["id"])

    entry = await last_entry(api, client["id"])
    await undo_last(api, client["id"])

    assert entry["payload"] == {
        "name": "Acme",
        "undoes": edit["id"],
        "changes": {"name": ["Blue", "Acme"]},
    }
    assert (entry["action"], entry["user_id"]) == ("updated", api.user_id)
    assert (await seen(api, "clients", client["id"]))["name"] == "Blue"


async def test_what_changed_since_is_named_with_who_and_when(
    api: SignedIn, signed_in: People
) -> None:
    bob = await signed_in(role="ADMIN", name="Bob")
    client = await make_client(api, name="Acme", phone="1")
    path = f"/api/v1/clients/{client['id']}"
    await api.patch(path, json={"name": "Blue", "phone": "2"})
    entry = await last_entry(api, client["id"])
    await bob.patch(path, json={"phone": "3"})

    answer = await api.post(f"{ACTIVITY}/{entry['id']}/undo")

    assert answer.status_code == 409
    (error,) = answer.json()["errors"]
    assert error["pointer"] == "/phone"
    assert error["detail"].startswith("Changed by Bob at 20")
    assert (await seen(api, "clients", client["id"]))["name"] == "Blue"


async def test_changes_of_other_fields_do_not_hinder(api: SignedIn) -> None:
    client = await make_client(api, name="Acme", phone="1")
    path = f"/api/v1/clients/{client['id']}"
    await api.patch(path, json={"name": "Blue"})
    entry = await last_entry(api, client["id"])
    await api.patch(path, json={"phone": "2"})

    answer = await api.post(f"{ACTIVITY}/{entry['id']}/undo")

    assert answer.status_code == 200
    now = await seen(api, "clients", client["id"])
    assert (now["name"], now["phone"]) == ("Acme", "2")


@pytest.mark.parametrize("kind", ["clients", "deals", "tasks"])
async def test_what_was_made_goes_to_the_trash_and_comes_back(api: SignedIn, kind: str) -> None:
    make = {"clients": make_client, "deals": make_deal, "tasks": make_task}[kind]
    record = await make(api)

    gone = await undo_last(api, record["id"])
    trashed = await seen(api, kind, record["id"])
    back = await undo_last(api, record["id"])

    assert (gone["action"], back["action"]) == ("deleted", "restored")
    assert trashed["deleted_at"] is not None
    assert (await seen(api, kind, record["id"]))["deleted_at"] is None


async def test_what_others_hang_on_does_not_go(api: SignedIn) -> None:
    client = await make_client(api)
    deal = await make_deal(api, client_id=client["id"])
    await make_task(api, client_id=client["id"], deal_id=deal["id"])
    entry = await last_entry(api, client["id"])

    answer = await api.post(f"{ACTIVITY}/{entry['id']}/undo")

    assert answer.status_code == 409
    assert answer.json()["detail"] == "This client has 1 deal and 1 task"


async def test_deleted_and_restored_are_taken_back(api: SignedIn) -> None:
    deal = await make_deal(api)
    path = f"/api/v1/deals/{deal['id']}"
    await api.delete(path)

    restored = await undo_last(api, deal["id"])
    await api.delete(path)
    await api.post(f"{path}/restore")
    deleted = await undo_last(api, deal["id"])

    assert (restored["action"], deleted["action"]) == ("restored", "deleted")
    assert (await seen(api, "deals", deal["id"]))["deleted_at"] is not None


async def test_a_moved_card_goes_back_between_its_neighbours(api: SignedIn) -> None:
    cards = [await make_deal(api, title=title) for title in ("low", "middle", "top")]
    middle = cards[1]
    move = {"status": "LOST", "lost_reason": "Price"}
    await api.post(f"/api/v1/deals/{middle['id']}/move", json=move)

    undone = await undo_last(api, middle["id"])
    back = await seen(api, "deals", middle["id"])
    board = (await api.get("/api/v1/deals/board")).json()["columns"][0]
    await undo_last(api, middle["id"])

    assert undone["action"] == "moved"
    assert (back["status"], back["lost_reason"], back["closed_at"]) == ("NEW", "", None)
    assert [card["title"] for card in board["items"]] == ["top", "middle", "low"]
    assert (await seen(api, "deals", middle["id"]))["lost_reason"] == "Price"


async def test_a_move_inside_of_a_column_is_taken_back(api: SignedIn) -> None:
    low, top = await make_deal(api, title="low"), await make_deal(api, title="top")
    await api.post(f"/api/v1/deals/{top['id']}/move", json={"status": "NEW", "after": low["id"]})
    entry = await last_entry(api, top["id"])

    await undo_last(api, top["id"])
    again = await api.post(f"{ACTIVITY}/{entry['id']}/undo")

    board = (await api.get("/api/v1/deals/board")).json()["columns"][0]
    assert [card["title"] for card in board["items"]] == ["top", "low"]
    assert (again.status_code, again.json()["errors"][0]["pointer"]) == (409, "/rank")


async def test_a_completed_task_is_open_again(api: SignedIn) -> None:
    task = await make_task(api)
    await api.post(f"/api/v1/tasks/{task['id']}/complete")

    undone = await undo_last(api, task["id"])

    now = await seen(api, "tasks", task["id"])
    assert (undone["action"], now["status"], now["completed_at"]) == ("reopened", "TODO", None)


async def test_what_lies_in_the_trash_is_not_edited(api: SignedIn) -> None:
    client = await make_client(api)
    path = f"/api/v1/clients/{client['id']}"
    await api.patch(path, json={"name": "Blue"})
    entry = await last_entry(api, client["id"])
    await api.delete(path)

    answer = await api.post(f"{ACTIVITY}/{entry['id']}/undo")

    assert (answer.status_code, "in the trash" in answer.json()["detail"]) == (409, True)


async def test_a_twin_that_came_since_is_a_conflict(api: SignedIn) -> None:
    client = await make_client(api, external_id="7")
    await api.patch(f"/api/v1/clients/{client['id']}", json={"external_id": None})
    entry = await last_entry(api, client["id"])
    await make_client(api, external_id="7")

    answer = await api.post(f"{ACTIVITY}/{entry['id']}/undo")

    assert answer.status_code == 409
    assert answer.json()["errors"] == [
        {"pointer": "/external_id", "detail": "Another client has this external id"}
    ]


async def test_a_deal_does_not_go_back_to_a_client_in_the_trash(api: SignedIn) -> None:
    old, new = await make_client(api), await make_client(api)
    deal = await make_deal(api, client_id=old["id"])
    await api.patch(f"/api/v1/deals/{deal['id']}", json={"client_id": new["id"]})
    await api.delete(f"/api/v1/clients/{old['id']}")
    entry = await last_entry(api, deal["id"])

    answer = await api.post(f"{ACTIVITY}/{entry['id']}/undo")

    assert (answer.status_code, "former client" in answer.json()["detail"]) == (409, True)


async def test_a_deal_that_goes_back_is_told_with_its_former_client(api: SignedIn) -> None:
    old, new = await make_client(api, name="Old"), await make_client(api, name="New")
    deal = await make_deal(api, client_id=old["id"])
    await api.patch(f"/api/v1/deals/{deal['id']}", json={"client_id": new["id"]})

    await undo_last(api, deal["id"])

    entry = await last_entry(api, deal["id"])
    assert entry["payload"]["client_name"] == "Old"
    assert (await seen(api, "deals", deal["id"]))["client_id"] == old["id"]


async def test_rights_are_those_of_editing(signed_in: People) -> None:
    ann, bob = await signed_in(), await signed_in()
    client = await make_client(ann)
    await ann.patch(f"/api/v1/clients/{client['id']}", json={"name": "Blue"})
    entry = await last_entry(ann, client["id"])

    foreign = await bob.post(f"{ACTIVITY}/{entry['id']}/undo")
    own = await ann.post(f"{ACTIVITY}/{entry['id']}/undo")

    assert (foreign.status_code, own.status_code) == (403, 200)


async def test_only_an_admin_gives_a_record_back_to_someone_else(
    api: SignedIn, signed_in: People
) -> None:
    ann, bob = await signed_in(), await signed_in()
    client = await make_client(ann)
    await api.patch(f"/api/v1/clients/{client['id']}", json={"owner_id": bob.user_id})
    entry = await last_entry(api, client["id"])

    refused = await bob.post(f"{ACTIVITY}/{entry['id']}/undo")
    done = await api.post(f"{ACTIVITY}/{entry['id']}/undo")

    assert (refused.status_code, done.status_code) == (403, 200)


async def test_who_may_no_longer_sign_in_gets_nothing_back(api: SignedIn) -> None:
    lena = await make_user(api)
    client = await make_client(api, owner_id=lena["id"])
    await api.patch(f"/api/v1/clients/{client['id']}", json={"owner_id": api.user_id})
    await api.patch(f"/api/v1/users/{lena['id']}", json={"is_active": False})
    entry = await last_entry(api, client["id"])

    answer = await api.post(f"{ACTIVITY}/{entry['id']}/undo")

    assert (answer.status_code, "sign in" in answer.json()["detail"]) == (409, True)


async def test_users_are_not_undone(api: SignedIn, signed_in: People) -> None:
    ann, lena = await signed_in(), await make_user(api)
    entry = await last_entry(api, lena["id"])

    answers = [await who.post(f"{ACTIVITY}/{entry['id']}/undo") for who in (api, ann)]
    missing = await api.post(f"{ACTIVITY}/{MISSING}/undo")

    assert [answer.status_code for answer in (*answers, missing)] == [409, 404, 404]


async def test_a_repeated_undo_happens_once(api: SignedIn) -> None:
    client = await make_client(api, name="Acme")
    await api.patch(f"/api/v1/clients/{client['id']}", json={"name": "Blue"})
    entry, key = await last_entry(api, client["id"]), {"Idempotency-Key": "undo-1"}

    first = await api.post(f"{ACTIVITY}/{entry['id']}/undo", headers=key)
    again = await api.post(f"{ACTIVITY}/{entry['id']}/undo", headers=key)
    other = await api.post(f"{ACTIVITY}/{entry['id']}/undo")

    assert (first.status_code, again.json()) == (200, first.json())
    assert first.headers["etag"] == '"3"'
    assert other.status_code == 409


async def test_what_was_done_to_its_files_is_not_undone(
    api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    client = await make_client(api)
    await attached(api, anonymous, client)
    entry = await last_entry(api, client["id"])

    answer = await api.post(f"{ACTIVITY}/{entry['id']}/undo")

    assert (entry["action"], answer.status_code) == ("attached", 409)
