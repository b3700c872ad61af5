"""A new password: by whoever knows the old one, or reads the account's mail."""

import asyncio
from uuid import UUID

import asyncpg
import httpx
import pytest
from litestar import Litestar

from backend.accounts import gate
from backend.core.tokens import ResetSecrets
from backend.settings import Settings
from tests.support.builders import activity_of, make_user
from tests.support.pages import pointers
from tests.support.people import LOGIN, PASSWORD, Json, SignedIn, sign_in
from tests.support.waiting import until_someone_waits

CHANGE, ME = "/api/v1/me/password", "/api/v1/me"
RESET, CONFIRM = "/api/v1/auth/password-reset", "/api/v1/auth/password-reset/confirm"
NEW = "purple monkey dishwasher"


@pytest.fixture(autouse=True)
def nothing_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "FRESH", -1.0)


def change(new: str = NEW, *, current: str = PASSWORD) -> Json:
    return {"current_password": current, "new_password": new}


async def signs_in(client: httpx.AsyncClient, email: str, password: str) -> bool:
    answer = await client.post(LOGIN, json={"email": email, "password": password})
    return answer.status_code == 200


async def mailed_token(
    anonymous: httpx.AsyncClient, database: asyncpg.Connection, settings: Settings, email: str
) -> str:
    """What the mail will say: made from the outbox row, as the mail job will make it."""
    answer = await anonymous.post(RESET, json={"email": email})
    assert (answer.status_code, answer.content) == (204, b"")
    asked = (
        "SELECT payload->>'id' FROM outbox WHERE topic = 'password.reset_asked' ORDER BY id DESC"
    )
    return ResetSecrets(settings.secret_key).of(UUID(await database.fetchval(asked)))


async def test_the_old_one_is_over_and_so_are_other_sessions(
    api: SignedIn, anonymous: httpx.AsyncClient, backend_app: Litestar
) -> None:
    email = api.user["email"]
    elsewhere = await sign_in(backend_app, email)

    answer = await api.post(CHANGE, json=change(), headers={"Idempotency-Key": "once"})
    again = await api.post(CHANGE, json=change(), headers={"Idempotency-Key": "once"})

    assert (answer.status_code, answer.content) == (again.status_code, again.content) == (204, b"")
    assert [(await each.get(ME)).status_code for each in (api, elsewhere)] == [200, 401]
    assert not await signs_in(anonymous, email, PASSWORD)
    assert await signs_in(anonymous, email, NEW)
    latest = (await activity_of(api, api.user_id))[0]
    assert latest["action"] == "password_changed"
    assert latest["payload"]["changes"] == {}


async def test_the_session_that_changed_it_can_be_renewed(
    api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    await api.post(CHANGE, json=change())

    body = {"refresh_token": api.tokens["refresh_token"]}
    assert (await anonymous.post("/api/v1/auth/refresh", json=body)).status_code == 200


async def test_who_does_not_know_the_old_one_guesses_ten_times(api: SignedIn) -> None:
    answers = [await api.post(CHANGE, json=change(current="wrong")) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [400] * 10 + [429]
    assert pointers(answers[0].json()) == ["/current_password"]
    assert (await api.post(CHANGE, json=change())).status_code == 429


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "Password12345!",
        "P@ssw0rd_2024",
        "passwordpassword",
        "welcome-welcome",
        "qwertyuiopasdf",
        "0123456789012",
        "zyxwvutsrqponm",
        "1q2w3e4r5t6y",
        "abcabcabcabcabc",
        "aaaaaaaaaaaaaaa",
        "            ",
        "admin@foyer.test",
        "Ada.Admin.2024",
        "Correct-Horse-Battery-Staple",
        "парольпароль1",
    ],
)
async def test_what_is_tried_first_is_refused(api: SignedIn, password: str) -> None:
    answer = await api.post(CHANGE, json=change(password))

    assert (answer.status_code, pointers(answer.json())) == (400, ["/new_password"])


@pytest.mark.parametrize(
    "password",
    ["purple monkey dishwasher", "Ada admires 7 otters", "пять рыжих котов", "x7$Kq!9zLm#2"],
)
async def test_what_nobody_would_guess_is_taken(api: SignedIn, password: str) -> None:
    assert (await api.post(CHANGE, json=change(password))).status_code == 204


async def test_a_sign_in_under_way_by_the_old_one_fails(
    api: SignedIn, anonymous: httpx.AsyncClient, database: asyncpg.Connection
) -> None:
    """Its password was right when it was looked at, and is not any more."""
    async with database.transaction():
        await database.execute("UPDATE users SET password_hash = 'another'")
        login = anonymous.post(LOGIN, json={"email": api.user["email"], "password": PASSWORD})
        entering = asyncio.create_task(login)
        await until_someone_waits(database)

    assert (await entering).status_code == 401


async def test_of_two_changes_at_once_the_later_one_fails(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    async with database.transaction():
        await database.execute("UPDATE users SET password_hash = 'another'")
        changing = asyncio.create_task(api.post(CHANGE, json=change()))
        await until_someone_waits(database)
    answer = await changing

    assert (answer.status_code, pointers(answer.json())) == (400, ["/current_password"])
    assert await database.fetchval("SELECT password_hash FROM users") == "another"


async def test_a_reset_lets_one_in_again(
    api: SignedIn,
    anonymous: httpx.AsyncClient,
    database: asyncpg.Connection,
    settings: Settings,
) -> None:
    token = await mailed_token(anonymous, database, settings, "ADMIN@foyer.test")

    answer = await anonymous.post(CONFIRM, json={"token": token, "new_password": NEW})

    assert (answer.status_code, answer.content) == (204, b"")
    assert (await api.get(ME)).status_code == 401
    assert await signs_in(anonymous, "admin@foyer.test", NEW)
    stored = await database.fetch("SELECT password_resets::text FROM password_resets")
    assert token not in str(stored)
    assert token not in str(await database.fetch("SELECT payload::text FROM outbox"))


@pytest.mark.parametrize("spoilt", ["used", "old", "changed", "shut off", "another", "nonsense"])
async def test_a_token_that_is_no_good_any_more_says_no_more_than_that(
    api: SignedIn,
    anonymous: httpx.AsyncClient,
    database: asyncpg.Connection,
    settings: Settings,
    spoilt: str,
) -> None:
    user = await make_user(api, email="ann@foyer.test")
    token = await mailed_token(anonymous, database, settings, "ann@foyer.test")
    if spoilt == "used":
        await anonymous.post(CONFIRM, json={"token": token, "new_password": NEW})
    elif spoilt == "old":
        await database.execute("UPDATE password_resets SET expires_at = now()")
    elif spoilt == "changed":
        second = await mailed_token(anonymous, database, settings, "ann@foyer.test")
        await anonymous.post(CONFIRM, json={"token": second, "new_password": NEW})
    elif spoilt == "shut off":
        for active in (False, True):
            await api.patch(f"/api/v1/users/{user['id']}", json={"is_active": active})
    else:
        token = token[::-1] if spoilt == "another" else "\u00e9"

    body = {"token": token, "new_password": "quite another one"}
    answer = await anonymous.post(CONFIRM, json=body)

    assert (answer.status_code, pointers(answer.json())) == (400, ["/token"])
    assert answer.json()["detail"] == "This token was used or is too old; ask for another one"
    assert not await signs_in(anonymous, "ann@foyer.test", "quite another one")


async def test_of_many_at_once_one_wins(
    api: SignedIn,
    anonymous: httpx.AsyncClient,
    database: asyncpg.Connection,
    settings: Settings,
) -> None:
    token = await mailed_token(anonymous, database, settings, api.user["email"])

    bodies = [{"token": token, "new_password": f"otters and {n} cats"} for n in range(5)]
    answers = await asyncio.gather(*(anonymous.post(CONFIRM, json=body) for body in bodies))

    assert sorted(answer.status_code for answer in answers) == [204] + [400] * 4


async def test_a_weak_new_one_does_not_use_the_token_up(
    api: SignedIn,
    anonymous: httpx.AsyncClient,
    database: asyncpg.Connection,
    settings: Settings,
) -> None:
    token = await mailed_token(anonymous, database, settings, api.user["email"])

    weak = await anonymous.post(CONFIRM, json={"token": token, "new_password": "password1234"})

    assert (weak.status_code, pointers(weak.json())) == (400, ["/new_password"])
    good = await anonymous.post(CONFIRM, json={"token": token, "new_password": NEW})
    assert good.status_code == 204


async def test_an_unknown_address_is_answered_alike(
    api: SignedIn, anonymous: httpx.AsyncClient, database: asyncpg.Connection, queries: list[str]
) -> None:
    """Byte by byte, statement by statement, and so in time."""
    asked = {}
    for email in (api.user["email"], "nobody@foyer.test"):
        queries.clear()
        answer = await anonymous.post(RESET, json={"email": email})
        asked[email] = (answer.status_code, answer.content, list(queries))

    known, unknown = asked.values()
    assert known == unknown
    assert await database.fetchval("SELECT count(*) FROM password_resets") == 1
    assert await database.fetchval("SELECT count(*) FROM outbox WHERE topic LIKE 'password%'") == 2


async def test_asking_is_limited_by_address_and_by_network(anonymous: httpx.AsyncClient) -> None:
    same = [(await anonymous.post(RESET, json={"email": "a@b.cd"})).status_code for _ in range(6)]
    others = [
        (await anonymous.post(RESET, json={"email": f"{n}@b.cd"})).status_code for n in range(26)
    ]

    assert same == [204] * 5 + [429]
    assert others == [204] * 25 + [429]


async def test_guessing_tokens_is_limited(anonymous: httpx.AsyncClient) -> None:
    body = {"token": "x", "new_password": NEW}

    answers = [(await anonymous.post(CONFIRM, json=body)).status_code for _ in range(31)]

    assert answers == [400] * 30 + [429]
