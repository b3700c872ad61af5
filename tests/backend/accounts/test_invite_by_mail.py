"""An admin invites somebody, who needs no password to begin with."""

import asyncpg
import httpx

from tests.support.builders import activity_of, make_user
from tests.support.people import SignedIn

USERS = "/api/v1/users"
BOB = {"email": "bob@foyer.test", "full_name": "Bob"}
INVITED = "SELECT payload FROM outbox WHERE topic = 'password.invited'"


async def test_whoever_is_added_without_a_password(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    bob = (await api.post(USERS, json=BOB)).json()
    await make_user(api)  # who has one, and gets no mail

    (told,) = await database.fetch(INVITED)
    reset = await database.fetchrow("SELECT id::text, user_id::text FROM password_resets")
    assert reset is not None
    assert f'"{reset["id"]}"' in told["payload"]
    assert '"Ada Admin"' in told["payload"]
    assert reset["user_id"] == bob["id"]
    assert [entry["action"] for entry in await activity_of(api, bob["id"])] == ["created"]


async def test_again_and_told_whether_it_leaves(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    bob = (await api.post(USERS, json=BOB)).json()

    answer = await api.post(f"{USERS}/{bob['id']}/invitation")

    assert answer.status_code == 200
    assert (answer.json()["email"], answer.json()["is_waiting"]) == ("bob@foyer.test", True)
    assert len(await database.fetch(INVITED)) == 2
    actions = [entry["action"] for entry in await activity_of(api, bob["id"])]
    assert actions == ["invited", "created"]


async def test_nobody_signs_in_before_they_have_set_one(
    api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    await api.post(USERS, json=BOB)

    for password in ("x", "Bob", "bob@foyer.test"):
        login = {"email": "bob@foyer.test", "password": password}
        assert (await anonymous.post("/api/v1/auth/login", json=login)).status_code == 401


async def test_nobody_who_is_shut_off(api: SignedIn) -> None:
    bob = (await api.post(USERS, json=BOB)).json()
    await api.patch(f"{USERS}/{bob['id']}", json={"is_active": False})

    answer = await api.post(f"{USERS}/{bob['id']}/invitation")

    assert answer.status_code == 409
