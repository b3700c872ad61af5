"""Editing a client."""

import pytest

from tests.support.builders import activity_of, make_client
from tests.support.pages import pointers
from tests.support.people import People, SignedIn

CLIENTS = "/api/v1/clients"


async def test_absence_keeps_and_null_clears(api: SignedIn) -> None:
    client = await make_client(api, email="a@example.com", external_id="7")

    answer = await api.patch(f"{CLIENTS}/{client['id']}", json={"email": None, "company": "Acme"})

    assert answer.status_code == 200
    changed = {"email": None, "company": "Acme", "version": 2}
    times = {"updated_at": answer.json()["updated_at"]}
    assert answer.json() == client | changed | times


async def test_it_writes_what_was_before_and_after(api: SignedIn) -> None:
    client = await make_client(api, name="Old", phone="1")

    await api.patch(f"{CLIENTS}/{client['id']}", json={"name": "New", "phone": "1"})

    latest = (await activity_of(api, client["id"]))[0]
    assert latest["action"] == "updated"
    assert latest["payload"] == {"name": "New", "changes": {"name": ["Old", "New"]}}


async def test_no_change_is_no_news(api: SignedIn) -> None:
    client = await make_client(api, name="Same")

    answer = await api.patch(f"{CLIENTS}/{client['id']}", json={"name": "Same"})

    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert len(await activity_of(api, client["id"])) == 1


async def test_a_stale_edit_answers_the_current_record(api: SignedIn) -> None:
    client = await make_client(api)
    url = f"{CLIENTS}/{client['id']}"
    current = (await api.patch(url, json={"company": "First"})).json()

    answer = await api.patch(url, json={"company": "Second"}, headers={"If-Match": '"1"'})

    assert (answer.status_code, answer.json()["current"]) == (412, current)
    assert (await api.get(url)).json() == current


@pytest.mark.parametrize("if_match", ['"1"', "*", '"9", "1"'])
async def test_a_fresh_edit_goes_through(api: SignedIn, if_match: str) -> None:
    client = await make_client(api)

    answer = await api.patch(
        f"{CLIENTS}/{client['id']}", json={"company": "Acme"}, headers={"If-Match": if_match}
    )

    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')


@pytest.mark.parametrize("if_match", ["1", 'W/"1"', '"01"', "", "nonsense"])
async def test_only_the_strong_tag_counts(api: SignedIn, if_match: str) -> None:
    client = await make_client(api)

    answer = await api.patch(
        f"{CLIENTS}/{client['id']}", json={"company": "Acme"}, headers={"If-Match": if_match}
    )

    assert answer.status_code == 412


async def test_unknown_fields_are_refused(api: SignedIn) -> None:
    client = await make_client(api)

    answer = await api.patch(f"{CLIENTS}/{client['id']}", json={"nmae": "x", "version": 3})

    assert (answer.status_code, pointers(answer.json())) == (400, ["/nmae", "/version"])


@pytest.mark.parametrize("name", [None, "", " "])
async def test_a_name_cannot_be_cleared(api: SignedIn, name: object) -> None:
    client = await make_client(api)

    answer = await api.patch(f"{CLIENTS}/{client['id']}", json={"name": name})

    assert (answer.status_code, pointers(answer.json())) == (400, ["/name"])


async def test_an_owner_cannot_be_cleared(api: SignedIn) -> None:
    client = await make_client(api)

    answer = await api.patch(f"{CLIENTS}/{client['id']}", json={"owner_id": None})

    assert (answer.status_code, pointers(answer.json())) == (400, ["/owner_id"])


async def test_a_colleague_may_look_but_not_change(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in()
    client = await make_client(api)
    url = f"{CLIENTS}/{client['id']}"

    answer = await ann.patch(url, json={"name": "Mine"})

    assert (await ann.get(url)).status_code == 200
    assert answer.status_code == 403


async def test_an_owner_may_not_give_away(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in()
    client = await make_client(ann)

    answer = await ann.patch(f"{CLIENTS}/{client['id']}", json={"owner_id": api.user_id})

    assert (answer.status_code, pointers(answer.json())) == (400, ["/owner_id"])


async def test_another_client_has_this_email(api: SignedIn) -> None:
    await make_client(api, email="taken@example.com")
    client = await make_client(api)

    answer = await api.patch(f"{CLIENTS}/{client['id']}", json={"email": "taken@example.com"})

    assert (answer.status_code, pointers(answer.json())) == (409, ["/email"])


async def test_a_trashed_one_is_restored_first(api: SignedIn) -> None:
    client = await make_client(api)
    url = f"{CLIENTS}/{client['id']}"
    await api.delete(url)

    answer = await api.patch(url, json={"name": "New"})

    assert (answer.status_code, answer.json()["trashed_id"]) == (409, client["id"])


async def test_there_is_no_such_client(api: SignedIn) -> None:
    answer = await api.patch(f"{CLIENTS}/{api.user_id}", json={"name": "New"})

    assert answer.status_code == 404
