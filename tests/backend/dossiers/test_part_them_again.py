"""A merge is undone: each client has again what was its own, or the answer says why not."""

import httpx
import pytest

from tests.backend.dossiers.steps import (
    CLIENTS,
    Couple,
    last_entry,
    make_couple,
    merged,
    owners_of,
    seen,
    undo,
)
from tests.support.builders import make_client, make_deal, make_task
from tests.support.pages import pointers
from tests.support.people import People, SignedIn

UNSAID = {"version": 0, "updated_at": ""}
TAKEN = ("name", "phone", "email")


@pytest.fixture
async def couple(api: SignedIn, anonymous: httpx.AsyncClient) -> Couple:
    return await make_couple(api, anonymous)


async def test_everything_is_as_it_was(api: SignedIn, couple: Couple) -> None:
    deal = await seen(api, "deals", couple.deal)
    done = await merged(api, couple.client, couple.other, *TAKEN)

    undone = await undo(api, done["entry_id"])

    assert undone.status_code == 200, undone.text
    for record in (couple.client, couple.other):
        assert await seen(api, "clients", record) | UNSAID == record | UNSAID
    assert await owners_of(api, couple) == {couple.other["id"]}
    assert await seen(api, "deals", couple.deal) | UNSAID == deal | UNSAID


async def test_it_is_one_entry_that_says_what_it_took_back(api: SignedIn, couple: Couple) -> None:
    done = await merged(api, couple.client, couple.other, "phone")

    undone = (await undo(api, done["entry_id"])).json()

    entry = await last_entry(api, couple.client)
    assert entry["action"] == "unmerged"
    assert entry["payload"]["undoes"] == done["entry_id"]
    assert entry["payload"]["changes"] == {"phone": ["+44 20 1234567", ""]}
    assert undone == {
        "entity_type": "client",
        "entity_uuid": couple.client["id"],
        "action": "unmerged",
        "changes": entry["payload"]["changes"],
        "version": 3,
    }
    assert (await undo(api, entry["id"])).status_code == 409


async def test_what_came_later_stays(api: SignedIn, couple: Couple) -> None:
    done = await merged(api, couple.client, couple.other)
    late = await make_deal(api, client_id=couple.client["id"])
    await api.patch(f"{CLIENTS}/{couple.client['id']}", json={"notes": "Later"})

    await undo(api, done["entry_id"])

    assert (await seen(api, "deals", late))["client_id"] == couple.client["id"]
    assert (await seen(api, "clients", couple.client))["notes"] == "Later"


async def test_a_file_removed_since_does_not_stand_in_the_way(
    api: SignedIn, couple: Couple
) -> None:
    done = await merged(api, couple.client, couple.other)
    await api.delete(f"/api/v1/files/{couple.file['id']}")

    assert (await undo(api, done["entry_id"])).status_code == 200


async def test_what_was_changed_since_is_named(
    api: SignedIn, couple: Couple, signed_in: People
) -> None:
    bob = await signed_in(role="ADMIN", name="Bob")
    done = await merged(api, couple.client, couple.other, "phone")
    third = await make_client(api)
    elsewhere = await make_deal(api, client_id=couple.client["id"])
    await bob.patch(f"{CLIENTS}/{couple.client['id']}", json={"phone": "1"})
    await bob.patch(f"/api/v1/deals/{couple.deal['id']}", json={"client_id": third["id"]})
    await bob.patch(f"/api/v1/tasks/{couple.task['id']}", json={"deal_id": elsewhere["id"]})

    refused = await undo(api, done["entry_id"])

    assert refused.status_code == 409
    assert pointers(refused.json()) == [
        "/phone",
        f"/{couple.deal['id']}/client_id",
        f"/{couple.deals_task['id']}/client_id",
        f"/{couple.task['id']}/deal_id",
    ]
    details = [error["detail"].partition(" at ")[0] for error in refused.json()["errors"]]
    assert details == ["Changed by Bob", "Changed by Bob", "Changed since", "Changed by Bob"]


async def test_a_merge_is_undone_once(api: SignedIn, couple: Couple) -> None:
    done = await merged(api, couple.client, couple.other)
    await undo(api, done["entry_id"])

    assert (await undo(api, done["entry_id"])).status_code == 409


async def test_an_e_mail_that_somebody_else_has_now_is_told(api: SignedIn, couple: Couple) -> None:
    done = await merged(api, couple.client, couple.other)
    await make_client(api, email=couple.other["email"])

    refused = await undo(api, done["entry_id"])

    assert refused.status_code == 409
    assert refused.json()["detail"] == "Another client has this e-mail"
    assert await owners_of(api, couple) == {couple.client["id"]}


async def test_what_is_in_the_trash_is_restored_first(api: SignedIn, couple: Couple) -> None:
    done = await merged(api, couple.client, couple.other)
    await api.delete(f"{CLIENTS}/{couple.client['id']}")

    assert (await undo(api, done["entry_id"])).status_code == 409


async def test_only_who_may_change_both_undoes_it(
    api: SignedIn, couple: Couple, signed_in: People
) -> None:
    done = await merged(api, couple.client, couple.other)
    bob = await signed_in(name="Bob")

    assert (await undo(bob, done["entry_id"])).status_code == 403


async def test_a_task_written_since_goes_with_its_deal(api: SignedIn, couple: Couple) -> None:
    done = await merged(api, couple.client, couple.other)
    late = await make_task(api, client_id=couple.client["id"], deal_id=couple.deal["id"])

    await undo(api, done["entry_id"])

    assert (await seen(api, "tasks", late))["client_id"] == couple.other["id"]
