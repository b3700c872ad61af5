"""One's own sessions: where they are used, and ending them."""

import asyncpg
import httpx
import pytest
from litestar import Litestar

from backend.accounts import gate
from backend.settings import Settings
from tests.backend.accounts.test_guess_passwords import signed_address
from tests.support.pages import page_of, walk
from tests.support.people import LOGIN, PASSWORD, Json, People, SignedIn

SESSIONS, ME, REFRESH = "/api/v1/me/sessions", "/api/v1/me", "/api/v1/auth/refresh"


async def sign_in_from(
    client: httpx.AsyncClient, email: str, headers: dict[str, str] | None = None
) -> Json:
    body = {"email": email, "password": PASSWORD}
    answer = await client.post(LOGIN, json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    pair: Json = answer.json()
    return pair


async def is_in(client: httpx.AsyncClient, pair: Json) -> bool:
    bearer = {"Authorization": f"Bearer {pair['access_token']}"}
    return (await client.get(ME, headers=bearer)).status_code == 200


@pytest.fixture(autouse=True)
def nothing_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "FRESH", -1.0)


async def test_the_one_that_asks_is_marked(signed_in: People, backend_app: Litestar) -> None:
    ann = await signed_in(email="ann@foyer.test")
    await signed_in.at(backend_app, "ann@foyer.test")

    page = await page_of(ann, SESSIONS)

    assert page["total"] == 2
    assert [session["is_current"] for session in page["items"]] == [False, True]
    assert page["items"][0]["last_used_at"] >= page["items"][1]["last_used_at"]


async def test_it_says_where_a_session_is_used(
    api: SignedIn, anonymous: httpx.AsyncClient, settings: Settings
) -> None:
    browser = signed_address("2001:db8::7", settings.bff_key) | {
        "X-BFF-User-Agent": "Firefox\t on \x7f Linux " + "x" * 300,
        "User-Agent": "the bff itself",
    }
    pair = await sign_in_from(anonymous, api.user["email"], browser)

    session = (await page_of(api, SESSIONS))["items"][0]

    assert session["network"] == "2001:db8::/64"
    assert session["user_agent"].startswith("Firefox on  Linux xxx")
    assert len(session["user_agent"]) == 200
    moved = {"User-Agent": "curl/8", "X-BFF-User-Agent": "a lie"}
    body = {"refresh_token": pair["refresh_token"]}
    await anonymous.post(REFRESH, json=body, headers=moved)
    latest = (await page_of(api, SESSIONS))["items"][0]
    assert (latest["id"], latest["created_at"]) == (session["id"], session["created_at"])
    assert (latest["network"], latest["user_agent"]) == ("127.0.0.1", "curl/8")
    assert latest["last_used_at"] > session["last_used_at"]


async def test_one_is_ended_and_the_others_go_on(
    api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    pairs = [await sign_in_from(anonymous, api.user["email"]) for _ in range(2)]
    newest = (await page_of(api, SESSIONS))["items"][0]

    answer = await api.delete(f"{SESSIONS}/{newest['id']}")

    assert (answer.status_code, answer.content) == (204, b"")
    assert [await is_in(anonymous, pair) for pair in pairs] == [True, False]
    body = {"refresh_token": pairs[1]["refresh_token"]}
    assert (await anonymous.post(REFRESH, json=body)).status_code == 401
    assert (await api.delete(f"{SESSIONS}/{newest['id']}")).status_code == 404
    assert len(await walk(api, SESSIONS, limit=1)) == 2


async def test_all_others_are_ended_at_once(api: SignedIn, anonymous: httpx.AsyncClient) -> None:
    pairs = [await sign_in_from(anonymous, api.user["email"]) for _ in range(2)]

    answer = await api.delete(SESSIONS)

    assert answer.status_code == 204
    assert [await is_in(anonymous, pair) for pair in pairs] == [False, False]
    assert [session["is_current"] for session in await walk(api, SESSIONS)] == [True]


async def test_nobody_ends_anothers(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in()
    hers = (await page_of(ann, SESSIONS))["items"][0]

    assert (await api.delete(f"{SESSIONS}/{hers['id']}")).status_code == 404
    assert (await api.delete(SESSIONS)).status_code == 204

    assert (await ann.get(ME)).status_code == 200


async def test_what_is_over_is_not_listed(
    api: SignedIn, anonymous: httpx.AsyncClient, database: asyncpg.Connection
) -> None:
    gone = [await sign_in_from(anonymous, api.user["email"]) for _ in range(2)]
    await database.execute(
        "UPDATE refresh_tokens SET expires_at = now() WHERE hash = sha256($1::text::bytea)",
        gone[0]["refresh_token"],
    )
    await anonymous.post("/api/v1/auth/logout", json={"refresh_token": gone[1]["refresh_token"]})

    page = await page_of(api, SESSIONS)

    assert (page["total"], len(page["items"])) == (1, 1)
