import asyncio

import httpx
import pytest
from litestar import Litestar
from redis.asyncio import Redis

from backend.accounts import gate
from bff.gateway.accounts import TokenPair
from bff.session import Sessions
from tests.bff.browser import Browser
from tests.bff.wire import Gate, Wire
from tests.support.people import People, SignedIn

FORGED = "A" * 43


async def expire_access(sessions: Sessions, browser: Browser) -> None:
    """As if five minutes had gone by."""
    session = await sessions.find(browser.cookie("session"))
    assert session is not None
    assert session.access is not None
    pair = TokenPair(session.access.token, expires_in=0, refresh_token=session.refresh_token)
    await sessions.renew(session, pair)


async def test_an_id_that_came_from_outside_is_never_used(
    guest: Browser, api: SignedIn, bff_app: Litestar
) -> None:
    guest.plant_cookie("session", FORGED)
    guest.plant_cookie("guest", FORGED)

    await guest.sign_in(api.user["email"])

    assert guest.cookie("session") not in ("", FORGED)
    async with Browser(bff_app) as attacker:
        attacker.plant_cookie("session", FORGED)
        assert (await attacker.open("/clients/")).path.startswith("/login/")


async def test_signing_in_again_changes_the_id_and_ends_the_old_session(
    ada: Browser, api: SignedIn, bff_app: Litestar
) -> None:
    first = ada.cookie("session")
    token = await ada.token()

    await ada.send(
        "/login/",
        {"csrf_token": token, "email": api.user["email"], "password": "correct horse battery"},
    )

    assert ada.cookie("session") != first
    async with Browser(bff_app) as thief:
        thief.plant_cookie("session", first)
        assert (await thief.open("/clients/")).path.startswith("/login/")


async def test_signing_out_ends_the_session_here_and_at_the_api(
    ada: Browser, sessions: Sessions, anonymous: httpx.AsyncClient
) -> None:
    session = await sessions.find(ada.cookie("session"))
    assert session is not None

    page = await ada.sign_out()

    assert page.path == "/login/"
    assert ada.cookie("session") == ""
    assert await sessions.find(session.id) is None
    answer = await anonymous.post(
        "/api/v1/auth/refresh", json={"refresh_token": session.refresh_token}
    )
    assert answer.status_code == 401


async def test_signing_out_twice_is_no_error(ada: Browser) -> None:
    await ada.sign_out()

    again = await ada.send("/logout/", {"csrf_token": await ada.token()})

    assert (again.status, again.path) == (200, "/login/")


async def test_signing_out_wins_over_a_slow_request(
    ada: Browser, wire: Wire, sessions: Sessions, bff_app: Litestar
) -> None:
    """The slow one has renewed the token and would write it into the session that is over."""
    await expire_access(sessions, ada)
    session_id = ada.cookie("session")
    form = {"csrf_token": await ada.token()}
    await expire_access(sessions, ada)
    gate = wire.before = Gate("/clients/")
    slow = asyncio.create_task(ada.open("/clients/"))
    await gate.reached.wait()

    await ada.send("/logout/", form)
    gate.open()
    await slow

    assert await sessions.find(session_id) is None
    async with Browser(bff_app) as later:
        later.plant_cookie("session", session_id)
        assert (await later.open("/clients/")).path.startswith("/login/")


async def test_a_renewal_in_flight_does_not_bring_a_session_back(
    ada: Browser, wire: Wire, sessions: Sessions
) -> None:
    session_id = ada.cookie("session")
    form = {"csrf_token": await ada.token()}
    await expire_access(sessions, ada)
    gate = wire.before = Gate("/auth/refresh")
    slow = asyncio.create_task(ada.open("/clients/"))
    await gate.reached.wait()

    await ada.send("/logout/", form)
    gate.open()
    page = await slow

    assert page.path.startswith("/login/")
    assert await sessions.find(session_id) is None


async def test_fifty_pages_on_two_processes_renew_a_token_once(
    ada: Browser, wire: Wire, sessions: Sessions, second_bff_app: Litestar
) -> None:
    await expire_access(sessions, ada)
    wire.calls.clear()
    async with Browser(second_bff_app) as elsewhere:
        elsewhere.http.cookies.update(ada.http.cookies)

        pages = await asyncio.gather(
            *(browser.open("/clients/") for browser in [ada, elsewhere] * 25)
        )

    assert {(page.status, page.path) for page in pages} == {(200, "/clients/")}
    assert wire.count("POST /auth/refresh") == 1


async def test_two_processes_share_a_session(ada: Browser, second_bff_app: Litestar) -> None:
    async with Browser(second_bff_app) as elsewhere:
        elsewhere.http.cookies.update(ada.http.cookies)

        assert (await elsewhere.open("/clients/")).path == "/clients/"
        await elsewhere.sign_out()

    assert (await ada.open("/clients/")).path.startswith("/login/")


@pytest.mark.parametrize(
    ("path", "headers"), [("/activity/changes/", {}), ("/clients/", {"x-unattended": "true"})]
)
async def test_a_page_that_is_only_open_keeps_no_session_awake(
    ada: Browser, redis: Redis, sessions: Sessions, path: str, headers: dict[str, str]
) -> None:
    await expire_access(sessions, ada)
    (key,) = [key async for key in redis.scan_iter("foyer:session:*")]
    await redis.expire(key, 100)

    answer = await ada.open(path, headers)

    assert (answer.status, answer.path) == (200, path)
    assert await redis.ttl(key) <= 100
    await ada.open("/clients/")
    assert await redis.ttl(key) > 100


async def test_a_disabled_user_is_out(
    api: SignedIn, signed_in: People, guest: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "FRESH", -1.0)  # what the API believes for four seconds
    bob = await signed_in(email="bob@foyer.test")
    await guest.sign_in("bob@foyer.test")

    edited = await api.patch(f"/api/v1/users/{bob.user_id}", json={"is_active": False})

    assert edited.status_code == 200, edited.text
    assert (await guest.open("/clients/")).path.startswith("/login/")
    assert guest.cookie("session") == ""


async def test_redis_holds_no_token_and_no_session_id(
    ada: Browser, redis: Redis, sessions: Sessions
) -> None:
    session = await sessions.find(ada.cookie("session"))
    assert session is not None
    assert session.access is not None

    stored = ""
    for key in await redis.keys("*"):
        is_hash = await redis.type(key) == b"hash"
        stored += repr([key, await redis.hgetall(key) if is_hash else await redis.dump(key)])

    assert "admin@foyer.test" in stored  # what is no secret can be read, so a secret could be
    for secret in (session.id, session.refresh_token, session.access.token):
        assert secret not in stored
