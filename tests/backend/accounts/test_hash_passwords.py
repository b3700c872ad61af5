"""Passwords are kept at the price that keeps thieves out; the other tests pay less."""

from typing import Literal

from argon2 import PasswordHasher

from backend.core.passwords import OWASP, Passwords


class Priced(Passwords):
    hasher = OWASP


async def test_a_hash_costs_what_owasp_asks_for() -> None:
    hashed = await Priced().hash("correct horse battery")

    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await Priced().verify("correct horse battery", hashed)
    assert not await Priced().verify("correct horse batterie", hashed)


async def test_an_unknown_user_is_verified_too() -> None:
    """Or the time of an answer would say who has an account."""
    verified: list[str] = []

    class Watched(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            verified.append(str(hash))
            return super().verify(hash, password)

    class Seen(Passwords):
        hasher = Watched(time_cost=1, memory_cost=8, parallelism=1)

    known = await Seen().hash("correct horse battery")

    assert not await Seen().verify("wrong", known)
    assert not await Seen().verify("wrong", None)
    assert [hashed.rpartition("$")[0].rpartition("$")[0] for hashed in verified] == [
        "$argon2id$v=19$m=8,t=1,p=1"
    ] * 2
