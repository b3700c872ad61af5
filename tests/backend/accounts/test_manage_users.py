"""An admin looks after the users."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from backend.accounts.schemas import UserSort
from tests.support.builders import activity_of, make_user
from tests.support.pages import page_of, pointers, walk
from tests.support.people import LOGIN, PASSWORD, People, SignedIn
from tests.support.waiting import until_someone_waits

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
        ("password", "Password123456"),
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


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": "USER"}])
async def test_two_admins_at_once_cannot_end_each_other(
    api: SignedIn, signed_in: People, database: asyncpg.Connection, change: dict[str, object]
) -> None:
    """Each request holds what the other wants: in another order this would be a deadlock."""
    other = await signed_in(role="ADMIN")
    async with database.transaction():
        await database.execute("SELECT id FROM users FOR UPDATE")
        both = [
            asyncio.create_task(api.patch(f"{USERS}/{other.user_id}", json=change)),
            asyncio.create_task(other.patch(f"{USERS}/{api.user_id}", json=change)),
        ]
        await until_someone_waits(database, count=2)

    answers = await asyncio.gather(*both)

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    admins = "SELECT count(*) FROM users WHERE role = 'ADMIN' AND is_active"
    assert await database.fetchval(admins) == 1


async def test_an_admin_goes_where_another_stays(api: SignedIn, signed_in: People) -> None:
    other = await signed_in(role="ADMIN")

    answer = await api.patch(f"{USERS}/{other.user_id}", json={"role": "USER"})

    assert (answer.status_code, answer.json()["role"]) == (200, "USER")


async def test_nobody_is_shut_off_who_is_not_there(api: SignedIn) -> None:
    answer = await api.patch(f"{USERS}/{uuid4()}", json={"is_active": False})

    assert answer.status_code == 404


async def test_a_new_address_is_what_one_signs_in_with(api: SignedIn) -> None:
    user = await make_user(api)

    await api.patch(f"{USERS}/{user['id']}", json={"email": "new@foyer.test"})

    signed_in = await api.post(LOGIN, json={"email": "new@foyer.test", "password": PASSWORD})
    assert signed_in.status_code == 200
    taken = await api.patch(f"{USERS}/{user['id']}", json={"email": "Admin@foyer.test"})
    assert (taken.status_code, pointers(taken.json())) == (409, ["/email"])


async def test_users_are_found(api: SignedIn) -> None:
    ann = await make_user(api, full_name="Änn Smith", email="a@x.test")
    ben = await make_user(api, full_name="Ben", email="ben@example.com", role="ADMIN")
    await api.patch(f"{USERS}/{ann['id']}", json={"is_active": False})

    found = {
        "name": await walk(api, USERS, search="ann s"),
        "email": await walk(api, USERS, search="EXAMPLE.com"),
        "role": await walk(api, USERS, role="ADMIN", sort="-created_at"),
        "shut off": await walk(api, USERS, is_active="false"),
        "both": await walk(api, USERS, is_active="true", role="USER"),
        "nobody": await walk(api, USERS, search="%"),
    }

    assert {name: [user["id"] for user in users] for name, users in found.items()} == {
        "name": [ann["id"]],
        "email": [ben["id"]],
        "role": [ben["id"], api.user_id],
        "shut off": [ann["id"]],
        "both": [],
        "nobody": [],
    }


@pytest.mark.parametrize("sort", list(UserSort))
async def test_every_order_is_walked_once(api: SignedIn, sort: str) -> None:
    for name in ("ben", "Ann", "ann", "Älva"):
        await make_user(api, full_name=name)

    at_once = await page_of(api, USERS, sort=sort)

    assert await walk(api, USERS, sort=sort, limit=2) == at_once["items"]
    assert at_once["total"] == 5


async def test_a_page_of_users_is_one_query(api: SignedIn, queries: list[str]) -> None:
    await page_of(api, USERS)
    queries.clear()

    await page_of(api, USERS, search="a", role="ADMIN")

    assert len(queries) == 1


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
