"""Putting a client into the trash, and taking it out again."""

from tests.support.builders import activity_of, make_client
from tests.support.pages import page_of, pointers
from tests.support.people import People, SignedIn

CLIENTS = "/api/v1/clients"


async def test_it_leaves_the_list_for_the_trash(api: SignedIn) -> None:
    client = await make_client(api)

    answer = await api.delete(f"{CLIENTS}/{client['id']}")

    assert (answer.status_code, answer.content) == (204, b"")
    assert (await page_of(api, CLIENTS))["total"] == 0
    trash = await page_of(api, CLIENTS, trashed="true")
    assert [item["id"] for item in trash["items"]] == [client["id"]]


async def test_its_page_still_answers(api: SignedIn) -> None:
    client = await make_client(api)
    await api.delete(f"{CLIENTS}/{client['id']}")

    answer = await api.get(f"{CLIENTS}/{client['id']}")

    assert answer.status_code == 200
    assert answer.json()["deleted_at"] is not None


async def test_not_when_someone_changed_it(api: SignedIn) -> None:
    client = await make_client(api)
    url = f"{CLIENTS}/{client['id']}"
    await api.patch(url, json={"name": "Newer"})

    answer = await api.delete(url, headers={"If-Match": '"1"'})

    assert (answer.status_code, answer.json()["current"]["name"]) == (412, "Newer")


async def test_not_twice(api: SignedIn) -> None:
    client = await make_client(api)
    url = f"{CLIENTS}/{client['id']}"
    await api.delete(url)

    answer = await api.delete(url)

    assert answer.status_code == 404


async def test_only_by_its_owner(api: SignedIn, signed_in: People) -> None:
    client = await make_client(api)
    ann = await signed_in()

    answer = await ann.delete(f"{CLIENTS}/{client['id']}")

    assert answer.status_code == 403


async def test_restored_it_is_as_it_was(api: SignedIn) -> None:
    client = await make_client(api, email="a@example.com")
    url = f"{CLIENTS}/{client['id']}"
    await api.delete(url)

    answer = await api.post(f"{url}/restore")

    assert (answer.status_code, answer.headers["etag"]) == (200, '"3"')
    times = {"updated_at": answer.json()["updated_at"], "version": 3}
    assert answer.json() == client | times
    actions = [entry["action"] for entry in await activity_of(api, client["id"])]
    assert actions == ["restored", "deleted", "created"]


async def test_not_restored_onto_a_twin(api: SignedIn) -> None:
    client = await make_client(api, external_id="1")
    url = f"{CLIENTS}/{client['id']}"
    other = await make_client(api, external_id="2")
    await api.delete(url)
    await api.patch(f"{CLIENTS}/{other['id']}", json={"external_id": "1"})

    answer = await api.post(f"{url}/restore")

    assert (answer.status_code, pointers(answer.json())) == (409, ["/external_id"])


async def test_only_the_trashed_are_restored(api: SignedIn) -> None:
    client = await make_client(api)

    answer = await api.post(f"{CLIENTS}/{client['id']}/restore")

    assert answer.status_code == 409
