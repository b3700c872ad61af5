"""Adding a client."""

from uuid import uuid4

import pytest

from tests.support.builders import make_client
from tests.support.pages import pointers
from tests.support.people import People, SignedIn

CLIENTS = "/api/v1/clients"


async def test_answers_201_with_its_address_and_version(api: SignedIn) -> None:
    answer = await api.post(CLIENTS, json={"name": "Acme"})

    assert answer.status_code == 201
    assert answer.headers["location"] == f"{CLIENTS}/{answer.json()['id']}"
    assert answer.headers["etag"] == '"1"'
    assert (await api.get(answer.headers["location"])).json() == answer.json()


async def test_keeps_every_field(api: SignedIn) -> None:
    given = {
        "name": "Ирина Ягода",
        "phone": "+49 30 1234",
        "email": "irina@example.com",
        "company": "Ягода & Söhne",
        "notes": "first line\nsecond line\t🚀",
        "external_id": "CRM-1",
    }

    client = await make_client(api, **given)

    assert {name: client[name] for name in given} == given
    assert (client["version"], client["deleted_at"]) == (1, None)


async def test_belongs_to_whoever_asks(signed_in: People) -> None:
    ann = await signed_in(name="Ann")

    client = await make_client(ann)

    assert (client["owner_id"], client["owner_name"]) == (ann.user_id, "Ann")


async def test_an_admin_may_give_it_to_someone(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in()

    client = await make_client(api, owner_id=ann.user_id)

    assert client["owner_id"] == ann.user_id


async def test_a_user_may_not_give_it_to_someone(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in()

    answer = await ann.post(CLIENTS, json={"name": "Acme", "owner_id": api.user_id})

    assert answer.status_code == 400
    assert pointers(answer.json()) == ["/owner_id"]


@pytest.mark.parametrize("is_known", [True, False])
async def test_nobody_owns_for_one_who_is_away(api: SignedIn, *, is_known: bool) -> None:
    gone = str(uuid4())
    if is_known:
        body = {
            "email": "gone@foyer.test",
            "full_name": "Gone",
            "password": "long enough to be one",
        }
        gone = (await api.post("/api/v1/users", json=body)).json()["id"]
        await api.patch(f"/api/v1/users/{gone}", json={"is_active": False})

    answer = await api.post(CLIENTS, json={"name": "Acme", "owner_id": gone})

    assert (answer.status_code, pointers(answer.json())) == (400, ["/owner_id"])


async def test_reports_every_bad_field_at_once(api: SignedIn) -> None:
    body = {"email": "nobody", "phone": 5, "company": "two\nlines", "colour": "red"}

    answer = await api.post(CLIENTS, json=body)

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert sorted(pointers(answer.json())) == ["/colour", "/company", "/email", "/name", "/phone"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", "x" * 201),
        ("name", "a\x00b"),
        ("name", "two\nlines"),
        ("name", None),
        ("email", "a@b"),
        ("email", "a@b.c, d@e.f"),
        ("email", "<a@b.cd>"),
        ("email", "a@b.cd\n"),
        ("email", "a" * 250 + "@b.cd"),
        ("phone", "1" * 51),
        ("notes", "x" * 10_001),
        ("notes", "bell\x07"),
        ("external_id", ""),
        ("owner_id", "not-a-uuid"),
        ("version", 7),
        ("id", "0199f000-0000-7000-8000-000000000000"),
        ("created_at", "2026-01-01T00:00:00Z"),
        ("deleted_at", None),
    ],
)
async def test_refuses_a_field_that_does_not_fit(api: SignedIn, field: str, value: object) -> None:
    answer = await api.post(CLIENTS, json={"name": "Acme"} | {field: value})

    assert (answer.status_code, pointers(answer.json())) == (400, [f"/{field}"])


@pytest.mark.parametrize("field", ["email", "external_id"])
async def test_two_may_not_share_an_identity(api: SignedIn, field: str) -> None:
    await make_client(api, **{field: "same@example.com"})

    answer = await api.post(CLIENTS, json={"name": "Twin", field: "same@example.com"})

    assert answer.status_code == 409
    assert pointers(answer.json()) == [f"/{field}"]


async def test_an_email_is_the_same_in_capitals(api: SignedIn) -> None:
    await make_client(api, email="ann@example.com")

    answer = await api.post(CLIENTS, json={"name": "Twin", "email": "ANN@Example.com"})

    assert answer.status_code == 409


@pytest.mark.parametrize("field", ["email", "external_id"])
async def test_a_twin_in_the_trash_is_named(api: SignedIn, field: str) -> None:
    trashed = await make_client(api, **{field: "same@example.com"})
    await api.delete(f"{CLIENTS}/{trashed['id']}")

    answer = await api.post(CLIENTS, json={"name": "Twin", field: "same@example.com"})

    assert (answer.status_code, answer.json()["trashed_id"]) == (409, trashed["id"])
