"""What is sent is what the route takes, or it is refused."""

import pytest

from tests.support.builders import make_client
from tests.support.people import SignedIn

CLIENTS = "/api/v1/clients"


@pytest.mark.parametrize("name", ["state", "request", "client_id", "if_match", "work", "data"])
async def test_a_handlers_own_tools_are_no_parameters(api: SignedIn, name: str) -> None:
    client = await make_client(api)
    url = f"{CLIENTS}/{client['id']}"

    answers = [
        await api.get(CLIENTS, params={name: "1"}),
        await api.post(CLIENTS, params={name: "1"}, json={"name": "A"}),
        await api.patch(url, params={name: "1"}, json={"name": "A"}),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400]
    assert answers[0].json()["errors"] == [{"pointer": f"?{name}", "detail": "Unknown parameter"}]


@pytest.mark.parametrize(
    "media_type",
    ["text/plain", "application/xml", "application/x-www-form-urlencoded", "application/msgpack"],
)
async def test_json_by_another_name_is_refused(api: SignedIn, media_type: str) -> None:
    headers = {"Content-Type": media_type}

    answer = await api.post(CLIENTS, content=b'{"name":"A"}', headers=headers)

    assert answer.status_code == 415
    assert answer.json()["detail"] == "Send the body as application/json"


@pytest.mark.parametrize("media_type", ["application/json; charset=utf-8", "Application/JSON"])
async def test_json_in_other_letters_is_taken(api: SignedIn, media_type: str) -> None:
    headers = {"Content-Type": media_type}

    answer = await api.post(CLIENTS, content=b'{"name":"A"}', headers=headers)

    assert answer.status_code == 201


async def test_a_form_route_takes_no_json(api: SignedIn) -> None:
    answer = await api.post("/api/v1/imports", json={"entity": "clients"})

    assert answer.status_code == 415
    assert answer.json()["detail"] == "Send the body as multipart/form-data"


async def test_a_charset_that_does_not_exist_is_refused(api: SignedIn) -> None:
    part = 'Content-Disposition: form-data; name="entity"\r\nContent-Type: text/plain; charset=x-no'

    answer = await api.post(
        "/api/v1/imports",
        content=f"--b\r\n{part}\r\n\r\nclients\r\n--b--\r\n".encode(),
        headers={"Content-Type": "multipart/form-data; boundary=b"},
    )

    assert answer.status_code == 400
    assert answer.json()["detail"] == "The request is in an encoding that does not exist"


async def test_null_is_no_value_of_a_parameter(api: SignedIn) -> None:
    """msgspec would take it for one that was left out, and all clients would be the answer."""
    await make_client(api, name="Acme")
    for query in ("owner=null", "owner=NULL", "count=null", "trashed=null", "limit=null"):
        answer = await api.get(f"/api/v1/clients?{query}")

        assert answer.status_code == 400, query
        assert answer.json()["errors"][0]["pointer"] == f"?{query.partition('=')[0]}"
    assert (await api.get("/api/v1/clients?search=null")).json()["total"] == 0
