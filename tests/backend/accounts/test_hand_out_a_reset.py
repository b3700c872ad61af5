"""An admin lets somebody set a password whom no mail reaches."""

import asyncpg
import httpx

from tests.support.builders import activity_of, make_user
from tests.support.people import PASSWORD, Json, SignedIn

RESET = "/api/v1/auth/password-reset/confirm"
NEW = "four words nobody guesses"


async def offered(api: SignedIn, user: Json) -> httpx.Response:
    return await api.post(f"/api/v1/users/{user['id']}/password-reset")


async def test_whoever_has_it_sets_the_password_once(
    api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    user = await make_user(api)
    token = (await offered(api, user)).json()["token"]

    answers = [
        await anonymous.post(RESET, json={"token": token, "new_password": NEW}) for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [204, 400]
    login = {"email": user["email"], "password": NEW}
    assert (await anonymous.post("/api/v1/auth/login", json=login)).status_code == 200
    actions = [entry["action"] for entry in await activity_of(api, user["id"])]
    assert actions == ["password_changed", "invited", "created"]


async def test_it_is_good_for_three_days(
    api: SignedIn, anonymous: httpx.AsyncClient, database: asyncpg.Connection
) -> None:
    token = (await offered(api, await make_user(api))).json()["token"]
    past = "UPDATE password_resets SET expires_at = expires_at - interval '3 days'"
    await database.execute(past)

    answer = await anonymous.post(RESET, json={"token": token, "new_password": NEW})

    assert answer.status_code == 400


async def test_the_token_is_told_once(api: SignedIn) -> None:
    user, headers = await make_user(api), {"Idempotency-Key": "once"}
    path = f"/api/v1/users/{user['id']}/password-reset"

    first, again = [await api.post(path, headers=headers) for _ in range(2)]

    assert first.json()["token"]
    assert again.json() == {"token": None, "expires_at": first.json()["expires_at"]}


async def test_nobody_who_is_shut_off_gets_one(api: SignedIn) -> None:
    user = await make_user(api)
    await api.patch(f"/api/v1/users/{user['id']}", json={"is_active": False})

    answer = await offered(api, user)

    assert answer.status_code == 409


async def test_no_api_token_hands_one_out(api: SignedIn, anonymous: httpx.AsyncClient) -> None:
    user = await make_user(api)
    made = await api.post("/api/v1/tokens", json={"name": "Robot", "scopes": ["write", "admin"]})
    headers = {"Authorization": f"Bearer {made.json()['secret']}"}

    path = f"/api/v1/users/{user['id']}/password-reset"
    answer = await anonymous.post(path, headers=headers, json={"password": PASSWORD})

    assert answer.status_code == 403
