"""An admin looks after the users."""

import asyncio

import pytest

from tests.support.builders import activity_of, make_user
from tests.support.pages import page_of, pointers, walk
from tests.support.people import LOGIN, PASSWORD, People, SignedIn

USERS = "/api/v1/users"


async def test_a_new_user_can_sign_in(api: SignedIn) -> None:
    body = {"email": "ann@foyer.test", "full_name": "Ann", "password": PASSWORD}

    answer = await api.post(USERS, json=body)

    assert answer.status_code == 201
    assert answer.headers["location"] == f"{USERS}/{answer.json()['id']}"
    assert (answer.json()["role"], answer.json()["is_active"]) == ("USER", True)
    signed_in = await api.post(LOGIN, json={"email": body["email"], "password": PASSWORD})
    assert signed_in.status_code == 200


async def test_no_answer_and_no_log_tells_a_password(api: SignedIn) -> None:
    user = await make_user(api)

    entries = await activity_of(api, user["id"])

    assert [entry["action"] for entry in entries] == ["created"]
    assert "password" not in str(user) + str(entries)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("password", "elevenchars"),
        ("email", "ann"),
        ("role", "ROOT"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("locale", "xx"),
        ("password_hash", "x"),
        ("is_active", False),
    ],
)
async def test_refuses_a_field_that_does_not_fit(api: SignedIn, field: str, value: object) -> None:
    body = {"email": "ann@foyer.test", "full_name": "Ann", "password": PASSWORD, field: value}

    answer = await api.post(USERS, json=body)

    assert (answer.status_code, pointers(answer.json())) == (400, [f"/{field}"])


async def test_an_email_belongs_to_one(api: SignedIn) -> None:
    body = {"email": "ADMIN@foyer.test", "full_name": "Twin", "password": PASSWORD}

    answer = await api.post(USERS, json=body)

    assert (answer.status_code, pointers(answer.json())) == (409, ["/email"])


async def test_an_admin_edits_a_user(api: SignedIn) -> None:
    user = await make_user(api, full_name="Ann")

    answer = await api.patch(f"{USERS}/{user['id']}", json={"full_name": "Anne"})

    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    latest = (await activity_of(api, user["id"]))[0]
    assert latest["payload"]["changes"] == {"full_name": ["Ann", "Anne"]}


async def test_a_stale_edit_answers_the_current_record(api: SignedIn) -> None:
    user = await make_user(api)
    url = f"{USERS}/{user['id']}"
    current = (await api.patch(url, json={"full_name": "First"})).json()

    answer = await api.patch(url, json={"full_name": "Second"}, headers={"If-Match": '"1"'})

    assert (answer.status_code, answer.json()["current"]) == (412, current)


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": "USER"}])
async def test_the_last_admin_stays(api: SignedIn, change: dict[str, object]) -> None:
    answer = await api.patch(f"{USERS}/{api.user_id}", json=change)

    assert answer.status_code == 409


async def test_two_admins_cannot_shut_each_other_off(api: SignedIn, signed_in: People) -> None:
    other = await signed_in(role="ADMIN")

    answers = await asyncio.gather(
        api.patch(f"{USERS}/{other.user_id}", json={"is_active": False}),
        other.patch(f"{USERS}/{api.user_id}", json={"is_active": False}),
    )

    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_colleagues_are_listed_for_everybody(signed_in: People) -> None:
    ann = await signed_in(name="Ann")
    await signed_in(name="ben")
    await signed_in(name="Älva")

    page = await page_of(ann, USERS)

    assert [user["full_name"] for user in page["items"]] == ["Älva", "Ann", "ben"]
    assert (page["total"], page["total_is_exact"]) == (3, True)
    assert "password_hash" not in page["items"][0]


async def test_a_cursor_walks_everybody_once(api: SignedIn) -> None:
    for _ in range(4):
        await make_user(api, full_name="Same Name")

    seen = [user["id"] for user in await walk(api, USERS, limit=2)]

    assert len(seen) == len(set(seen)) == 5


@pytest.mark.parametrize(("method", "path"), [("POST", USERS), ("PATCH", f"{USERS}/{{id}}")])
async def test_a_user_manages_nobody(
    api: SignedIn, signed_in: People, method: str, path: str
) -> None:
    ann = await signed_in()
    body = {"full_name": "Changed"}
    if method == "POST":
        body |= {"email": "new@foyer.test", "password": PASSWORD}

    for target in (api.user_id, ann.user_id):
        answer = await ann.request(method, path.format(id=target), json=body)
        assert answer.status_code == 403
