"""Guessing passwords: limited by e-mail and address, counted before the password is looked at."""

import hashlib
import hmac
import time

import httpx
import pytest
from litestar import Litestar

from backend.accounts import guesses
from backend.settings import Settings
from tests.support.people import LOGIN, PASSWORD, add_person, client_for

PER_PAIR, PER_ADDRESS, PER_ACCOUNT = 10, 100, 50


def signed_address(address: str, key: str, *, stamp: int | None = None) -> dict[str, str]:
    """What the BFF says of its browser."""
    at = str(int(time.time()) if stamp is None else stamp)
    signature = hmac.new(key.encode(), f"{address}|{at}".encode(), hashlib.sha256).hexdigest()
    return {
        "X-Forwarded-For": address,
        "X-BFF-Timestamp": at,
        "X-BFF-Signature": signature,
    }


async def guess(
    client: httpx.AsyncClient,
    email: str = "ann@foyer.test",
    headers: dict[str, str] | None = None,
) -> int:
    body = {"email": email, "password": "wrong"}
    return (await client.post(LOGIN, json=body, headers=headers)).status_code


async def use_up(client: httpx.AsyncClient, headers: dict[str, str] | None = None) -> None:
    for _ in range(PER_PAIR):
        assert await guess(client, headers=headers) == 401


async def test_after_ten_even_the_right_password_waits(
    backend_app: Litestar, anonymous: httpx.AsyncClient
) -> None:
    await add_person(backend_app, email="ann@foyer.test")
    await use_up(anonymous)

    body = {"email": "ANN@foyer.test", "password": PASSWORD}
    answer = await anonymous.post(LOGIN, json=body)

    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 300
    assert answer.headers["content-type"] == "application/problem+json"


async def test_another_address_still_gets_in(backend_app: Litestar) -> None:
    await add_person(backend_app, email="ann@foyer.test")
    async with client_for(backend_app, address="10.0.0.1") as attacker:
        await use_up(attacker)

    async with client_for(backend_app, address="10.0.0.2") as ann:
        body = {"email": "ann@foyer.test", "password": PASSWORD}
        assert (await ann.post(LOGIN, json=body)).status_code == 200


async def test_a_whole_ipv6_network_counts_as_one(
    anonymous: httpx.AsyncClient, settings: Settings
) -> None:
    """Whoever has one address of a /64 has 18 quintillion of them."""
    for number in range(PER_PAIR):
        headers = signed_address(f"2001:db8::{number:x}:1", settings.bff_key)
        assert await guess(anonymous, headers=headers) == 401

    neighbour = signed_address("2001:db8:0:0:ffff::1", settings.bff_key)
    stranger = signed_address("2001:db8:0:1::1", settings.bff_key)
    assert await guess(anonymous, headers=neighbour) == 429
    assert await guess(anonymous, headers=stranger) == 401


async def test_one_address_cannot_try_everybody(anonymous: httpx.AsyncClient) -> None:
    answers = [await guess(anonymous, f"user{n}@foyer.test") for n in range(PER_ADDRESS + 1)]

    assert answers == [401] * PER_ADDRESS + [429]


async def test_the_bffs_word_for_its_browser_counts(
    anonymous: httpx.AsyncClient, settings: Settings
) -> None:
    await use_up(anonymous, signed_address("203.0.113.7", settings.bff_key))

    assert await guess(anonymous, headers=signed_address("203.0.113.7", settings.bff_key)) == 429
    assert await guess(anonymous, headers=signed_address("203.0.113.8", settings.bff_key)) == 401


@pytest.mark.parametrize(
    "forged",
    [
        {"X-Forwarded-For": "198.51.100.1"},
        {"X-Real-IP": "198.51.100.1", "Forwarded": "for=198.51.100.1"},
        signed_address("198.51.100.1", "another key that is long enough"),
        signed_address("198.51.100.1", "b" * 32, stamp=0),
        signed_address("198.51.100.1", "b" * 32, stamp=2_000_000_000_000),
        signed_address("203.0.113.7", "b" * 32) | {"X-Forwarded-For": "198.51.100.1"},
        signed_address("198.51.100.1", "b" * 32) | {"X-BFF-Timestamp": "9" * 5000},
        signed_address("198.51.100.1", "b" * 32) | {"X-BFF-Timestamp": "-1"},
    ],
)
async def test_a_claim_without_the_bffs_signature_is_ignored(
    anonymous: httpx.AsyncClient, forged: dict[str, str]
) -> None:
    await use_up(anonymous)

    assert await guess(anonymous, headers=forged) == 429


async def test_guesses_from_everywhere_are_counted_for_the_account(
    backend_app: Litestar, anonymous: httpx.AsyncClient, settings: Settings
) -> None:
    """Strangers are slowed down; whoever signed in from a network before still gets in there."""
    await add_person(backend_app, email="ann@foyer.test")
    right = {"email": "Ann@foyer.test", "password": PASSWORD}
    home = signed_address("203.0.113.7", settings.bff_key)
    assert (await anonymous.post(LOGIN, json=right, headers=home)).status_code == 200

    guesses = [
        await guess(anonymous, headers=signed_address(f"198.51.100.{n}", settings.bff_key))
        for n in range(PER_ACCOUNT + 5)
    ]

    assert guesses.count(401) == PER_ACCOUNT - 1  # the good one was counted too
    assert set(guesses[PER_ACCOUNT:]) == {429}
    assert (await anonymous.post(LOGIN, json=right, headers=home)).status_code == 200
    abroad = signed_address("192.0.2.1", settings.bff_key)
    kept_waiting = await anonymous.post(LOGIN, json=right, headers=abroad)
    assert kept_waiting.status_code == 429
    assert 0 < int(kept_waiting.headers["retry-after"]) <= 300


async def test_renewals_from_a_network_are_counted(
    anonymous: httpx.AsyncClient, settings: Settings
) -> None:
    """From a network of its own: of the usual one, this process may hold numbers ahead."""
    anonymous.headers.update(signed_address("203.0.113.60", settings.bff_key))
    body = {"refresh_token": "nonsense"}
    limits = [guesses.RENEWALS, 3]
    assert limits[0] >= 600

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guesses, "RENEWALS", limits[1])
        renewals = [await anonymous.post("/api/v1/auth/refresh", json=body) for _ in range(4)]
        leaving = await anonymous.post("/api/v1/auth/logout", json=body)

    assert [answer.status_code for answer in renewals] == [401] * 3 + [429]
    assert leaving.status_code == 429
