"""Adding a client."""

from tests.support.builders import activity_of, make_client
from tests.support.people import SignedIn


async def test_answers_201_with_the_place_and_the_version(api: SignedIn) -> None:
    answer = await api.post("/api/v1/clients", json={"name": "Acme"})

    assert answer.status_code == 201
    assert answer.headers["location"] == f"/api/v1/clients/{answer.json()['id']}"
    assert answer.headers["etag"] == '"1"'
    assert (await api.get(answer.headers["location"])).json() == answer.json()


async def test_it_is_in_the_change_log(api: SignedIn) -> None:
    client = await make_client(api, name="Acme")

    assert [entry["action"] for entry in await activity_of(api, client["id"])] == ["created"]
