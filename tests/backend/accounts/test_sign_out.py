"""Signing out, and being let out."""

import asyncio

import asyncpg
import httpx
import pytest
from litestar import Litestar

from backend.accounts import gate
from backend.core.http import unit_of_work
from tests.support.builders import make_user
from tests.support.people import People, SignedIn, sign_in
from tests.support.waiting import until_someone_waits

LOGOUT, REFRESH, ME = "/api/v1/auth/logout", "/api/v1/auth/refresh", "/api/v1/me"


def a_moment_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the seconds for which an answer about a session is believed."""
    monkeypatch.setattr(gate, "FRESH", -1.0)


def test_an_answer_about_a_session_is_believed_for_less_than_five_seconds() -> None:
    assert gate.FRESH < 5


async def test_both_tokens_are_dead(
    api: SignedIn, anonymous: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = {"refresh_token": api.tokens["refresh_token"]}

    answer = await anonymous.post(LOGOUT, json=token)

    a_moment_later(monkeypatch)
    assert (answer.status_code, answer.content) == (204, b"")
    assert (await anonymous.post(REFRESH, json=token)).status_code == 401
    assert (await api.get(ME)).status_code == 401


async def test_an_old_link_of_the_chain_signs_out_too(
    api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    token = {"refresh_token": api.tokens["refresh_token"]}
    child = (await anonymous.post(REFRESH, json=token)).json()["refresh_token"]

    await anonymous.post(LOGOUT, json=token)

    assert (await anonymous.post(REFRESH, json={"refresh_token": child})).status_code == 401


async def test_signing_out_in_the_middle_of_a_refresh_wins(
    api: SignedIn,
    anonymous: httpx.AsyncClient,
    backend_app: Litestar,
    database: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The child is not there yet when the sign-out begins to look for links of the chain."""
    token, state = api.tokens["refresh_token"], backend_app.state
    async with unit_of_work(state.database, None, after_commit=state.doorbell.ring) as work:
        pair = await state.sign_in.renew(work, token)
        leaving = asyncio.create_task(anonymous.post(LOGOUT, json={"refresh_token": token}))
        await until_someone_waits(database)
    assert (await leaving).status_code == 204

    a_moment_later(monkeypatch)
    bearer = {"Authorization": f"Bearer {pair.access_token}"}
    assert (await anonymous.get(ME, headers=bearer)).status_code == 401
    again = await anonymous.post(REFRESH, json={"refresh_token": pair.refresh_token})
    assert again.status_code == 401


async def test_other_sessions_go_on(
    api: SignedIn,
    anonymous: httpx.AsyncClient,
    backend_app: Litestar,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    elsewhere = await sign_in(backend_app, api.user["email"])

    await anonymous.post(LOGOUT, json={"refresh_token": api.tokens["refresh_token"]})

    a_moment_later(monkeypatch)
    assert (await elsewhere.get(ME)).status_code == 200


async def test_it_does_not_say_whether_a_token_was_known(anonymous: httpx.AsyncClient) -> None:
    answer = await anonymous.post(LOGOUT, json={"refresh_token": "nonsense"})

    assert answer.status_code == 204


async def test_twice_is_fine(api: SignedIn, anonymous: httpx.AsyncClient) -> None:
    token = {"refresh_token": api.tokens["refresh_token"]}
    await anonymous.post(LOGOUT, json=token)

    assert (await anonymous.post(LOGOUT, json=token)).status_code == 204


async def test_who_is_shut_off_is_out(
    api: SignedIn,
    signed_in: People,
    anonymous: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ann = await signed_in()

    await api.patch(f"/api/v1/users/{ann.user_id}", json={"is_active": False})

    a_moment_later(monkeypatch)
    assert (await ann.get(ME)).status_code == 401
    token = {"refresh_token": ann.tokens["refresh_token"]}
    assert (await anonymous.post(REFRESH, json=token)).status_code == 401


async def test_let_in_again_old_sessions_stay_out(
    api: SignedIn,
    signed_in: People,
    anonymous: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ann = await signed_in()
    for active in (False, True):
        await api.patch(f"/api/v1/users/{ann.user_id}", json={"is_active": active})

    a_moment_later(monkeypatch)
    token = {"refresh_token": ann.tokens["refresh_token"]}
    assert (await anonymous.post(REFRESH, json=token)).status_code == 401
    assert (await ann.get(ME)).status_code == 401


async def test_a_new_role_counts_at_once(
    api: SignedIn, signed_in: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = await signed_in()
    await make_user(api)

    await api.patch(f"/api/v1/users/{ann.user_id}", json={"role": "ADMIN"})

    a_moment_later(monkeypatch)
    answer = await ann.patch(f"/api/v1/users/{api.user_id}", json={"full_name": "Changed"})
    assert answer.status_code == 200
