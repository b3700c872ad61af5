"""Starting an import: the mapping is checked before anything is done."""

import asyncpg
import pytest

from tests.backend.imports.steps import IMPORTS, counts, ended, send, started, table, uploaded
from tests.support.builders import activity_of
from tests.support.people import People, SignedIn

ACCOUNTS = table("Account,City", ["Acme,Bonn", "Blue,Rome"])


async def test_it_waits_for_a_worker(api: SignedIn) -> None:
    upload = await uploaded(api, ACCOUNTS)

    view = await started(api, upload["id"], mapping={"name": "Account"})

    assert (view["state"], view["processed"]) == ("QUEUED", 0)
    assert view["mapping"] == {"name": "Account"}


@pytest.mark.parametrize(
    ("orders", "pointer", "said"),
    [
        ({"mapping": {"nickname": "Account"}}, "/mapping/nickname", "Unknown field"),
        ({"mapping": {"name": "Firm"}}, "/mapping/name", "The file has no column Firm"),
        ({"mapping": {"notes": "City"}}, "/mapping/name", "Required"),
        ({"mapping": {"name": "City"}, "match_by": "email"}, "/match_by", "no email to match by"),
        (
            {"mapping": {"name": "City"}, "constants": {"email": "nobody"}},
            "/constants/email",
            "Expected an e-mail address",
        ),
        ({"mapping": {"name": "City"}, "constants": {"x": "1"}}, "/constants/x", "Unknown field"),
        (
            {"mapping": {"name": "City"}, "values": {"email": {"a/b~c": "nobody"}}},
            "/values/email/a~1b~0c",
            "Expected an e-mail address",
        ),
        ({"mapping": {}}, "/mapping", ""),
        ({"mapping": {"name": "City"}, "match_by": "phone"}, "/match_by", ""),
        ({"mapping": {"name": "City"}, "color": "red"}, "/color", ""),
    ],
)
async def test_refuses_a_mapping_that_does_not_fit(
    api: SignedIn, orders: dict[str, object], pointer: str, said: str
) -> None:
    upload = await uploaded(api, ACCOUNTS)

    answer = await api.post(f"{IMPORTS}/{upload['id']}/start", json=orders)

    assert answer.status_code == 400
    (error,) = [e for e in answer.json()["errors"] if e["pointer"] == pointer]
    assert said in error["detail"]


async def test_deals_need_a_client_and_a_title(api: SignedIn) -> None:
    upload = await uploaded(api, ACCOUNTS, entity="deals")

    answer = await api.post(f"{IMPORTS}/{upload['id']}/start", json={"mapping": {"notes": "City"}})

    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert pointers == {"/mapping/notes", "/mapping/client", "/mapping/title"}


async def test_one_that_is_under_way_is_not_started_again(api: SignedIn) -> None:
    upload = await uploaded(api, ACCOUNTS)
    await started(api, upload["id"], mapping={"name": "Account"})

    answer = await api.post(
        f"{IMPORTS}/{upload['id']}/start", json={"mapping": {"name": "Account"}}
    )

    assert answer.status_code == 409


async def test_a_repeated_start_happens_once(api: SignedIn) -> None:
    upload = await uploaded(api, ACCOUNTS)
    path, key = f"{IMPORTS}/{upload['id']}/start", {"Idempotency-Key": "start-1"}

    first = await api.post(path, json={"mapping": {"name": "Account"}}, headers=key)
    again = await api.post(path, json={"mapping": {"name": "Account"}}, headers=key)

    assert (first.status_code, again.status_code) == (202, 202)
    assert again.json() == first.json()


@pytest.mark.usefixtures("worker")
async def test_one_that_is_done_begins_anew(api: SignedIn) -> None:
    upload = await uploaded(api, table("Account,Mail", ["Acme,nobody"]))
    await started(api, upload["id"], mapping={"name": "Account", "email": "Mail"})
    assert counts(await ended(api, upload["id"])) == {"rejected": 1}

    await started(api, upload["id"], mapping={"name": "Account"})
    view = await ended(api, upload["id"])

    assert counts(view) == {"created": 1}
    assert (await api.get(f"{IMPORTS}/{view['id']}/rejected")).json()["items"] == []


@pytest.mark.usefixtures("worker")
async def test_its_log_says_how_it_went(api: SignedIn) -> None:
    upload = await uploaded(api, ACCOUNTS)
    await started(api, upload["id"], mapping={"name": "Account"})
    await ended(api, upload["id"])

    log = await activity_of(api, upload["id"])

    assert [entry["action"] for entry in log] == ["ended", "started", "created"]
    assert {entry["user_id"] for entry in log} == {api.user_id}
    assert log[0]["payload"]["changes"]["created"] == [0, 2]


async def test_others_see_nothing_of_it(api: SignedIn, signed_in: People) -> None:
    ann, bob = await signed_in(), await signed_in()
    upload = await uploaded(ann, ACCOUNTS)
    path = f"{IMPORTS}/{upload['id']}"

    answers = [
        await bob.get(path),
        await bob.post(f"{path}/start", json={"mapping": {"name": "Account"}}),
        await bob.get(f"{path}/rejected"),
        await bob.get(f"{path}/rejected.csv"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert (await bob.get(IMPORTS)).json()["items"] == []
    assert [i["id"] for i in (await ann.get(IMPORTS)).json()["items"]] == [upload["id"]]
    assert [i["id"] for i in (await api.get(IMPORTS)).json()["items"]] == [upload["id"]]


async def test_lists_the_newest_first_and_pages(api: SignedIn) -> None:
    ids = [(await uploaded(api, ACCOUNTS))["id"] for _ in range(3)]

    first = (await api.get(IMPORTS, params={"limit": 2})).json()
    rest = (await api.get(IMPORTS, params={"cursor": first["next_cursor"]})).json()

    assert [i["id"] for i in [*first["items"], *rest["items"]]] == ids[::-1]
    assert (first["total"], rest["next_cursor"]) == (3, None)


async def test_a_file_that_was_removed_is_to_be_uploaded_again(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    upload = await uploaded(api, ACCOUNTS)
    await database.execute("DELETE FROM import_files")

    answer = await api.post(
        f"{IMPORTS}/{upload['id']}/start", json={"mapping": {"name": "Account"}}
    )

    assert answer.status_code == 409
    assert "upload it again" in answer.json()["detail"]


async def test_an_unknown_one_is_not_found(api: SignedIn) -> None:
    answer = await api.get(f"{IMPORTS}/0199f000-0000-7000-8000-000000000000")

    assert answer.status_code == 404
    assert (await send(api, b"")).status_code == 400
