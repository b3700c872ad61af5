"""Signing in."""

from typing import Literal

import httpx
import pytest
from argon2 import PasswordHasher
from litestar import Litestar

from backend.core.passwords import Passwords
from tests.support.builders import make_user
from tests.support.pages import pointers
from tests.support.people import LOGIN, PASSWORD, Json, SignedIn, add_person


def wrong(email: str = "ann@foyer.test") -> Json:
    return {"email": email, "password": "not the password"}


async def test_answers_a_pair_of_tokens(
    backend_app: Litestar, anonymous: httpx.AsyncClient
) -> None:
    await add_person(backend_app, email="ann@foyer.test")

    answer = await anonymous.post(LOGIN, json={"email": "ann@foyer.test", "password": PASSWORD})

    pair = answer.json()
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert (pair["token_type"], pair["expires_in"]) == ("Bearer", 300)
    assert pair["refresh_expires_in"] == 86_400
    bearer = {"Authorization": f"Bearer {pair['access_token']}"}
    assert (await anonymous.get("/api/v1/me", headers=bearer)).status_code == 200


async def test_an_email_is_the_same_in_capitals(
    backend_app: Litestar, anonymous: httpx.AsyncClient
) -> None:
    await add_person(backend_app, email="Ann@foyer.test")

    answer = await anonymous.post(LOGIN, json={"email": "aNN@FOYER.test", "password": PASSWORD})

    assert answer.status_code == 200


async def test_a_wrong_password_and_an_unknown_user_hear_the_same(
    backend_app: Litestar, anonymous: httpx.AsyncClient
) -> None:
    await add_person(backend_app, email="ann@foyer.test")

    known = await anonymous.post(LOGIN, json=wrong())
    unknown = await anonymous.post(LOGIN, json=wrong("nobody@foyer.test"))

    assert known.status_code == unknown.status_code == 401
    assert known.json() | {"request_id": ""} == unknown.json() | {"request_id": ""}


async def test_for_an_unknown_user_as_much_is_done(
    backend_app: Litestar,
    anonymous: httpx.AsyncClient,
    queries: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Or the time of an answer would say who has an account."""
    verified: list[str] = []

    class Watched(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            verified.append(str(hash).rpartition("$")[0].rpartition("$")[0])
            return super().verify(hash, password)

    monkeypatch.setattr(Passwords, "hasher", Watched(time_cost=1, memory_cost=8, parallelism=1))
    await add_person(backend_app, email="ann@foyer.test")

    done: list[tuple[list[str], list[str]]] = []
    for email in ("ann@foyer.test", "nobody@foyer.test"):
        verified.clear()
        queries.clear()
        await anonymous.post(LOGIN, json=wrong(email))
        done.append(([*verified], [*queries]))

    known, unknown = done
    assert known == unknown
    assert len(known[0]) == 1


async def test_a_user_who_was_shut_off_hears_the_same_as_well(
    api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    ann = await make_user(api, email="ann@foyer.test")
    await api.patch(f"/api/v1/users/{ann['id']}", json={"is_active": False})

    answer = await anonymous.post(LOGIN, json={"email": "ann@foyer.test", "password": PASSWORD})

    assert (answer.status_code, answer.json()["detail"]) == (401, "E-mail or password is wrong")


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["/email", "/password"]),
        ({"email": "a@b.cd", "password": ""}, ["/password"]),
        ({"email": "a@b.cd", "password": "x" * 1025}, ["/password"]),
        ({"email": "a@b.cd", "password": "x", "remember": True}, ["/remember"]),
        ({"email": ["a@b.cd"], "password": {"$ne": None}}, ["/email", "/password"]),
    ],
)
async def test_what_is_not_a_login_is_refused(
    anonymous: httpx.AsyncClient, body: Json, fields: list[str]
) -> None:
    answer = await anonymous.post(LOGIN, json=body)

    assert (answer.status_code, sorted(pointers(answer.json()))) == (400, fields)


@pytest.mark.parametrize("password", ["admin", "password", "foyer", "changeme", "123456789012"])
async def test_nobody_has_a_password_that_all_know(
    anonymous: httpx.AsyncClient, api: SignedIn, password: str
) -> None:
    answer = await anonymous.post(LOGIN, json={"email": api.user["email"], "password": password})

    assert answer.status_code == 401
