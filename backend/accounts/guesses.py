"""How often one may try what could be guessed; all counted before the answer is looked at."""

from uuid import UUID

from backend.accounts import queries
from backend.core.db import Database
from backend.core.limits import RateLimits, Standing
from backend.core.refusals import TooMany

WINDOW = 300  # seconds
PER_PAIR = 10  # guesses for one e-mail from one network
PER_NETWORK = 100
PER_ACCOUNT = 50  # guesses for one e-mail from all networks that its user is not known to be in
PER_PERSON = 10  # of one's own password, by somebody who found a screen unlocked
RESETS_PER_EMAIL = 5
RESETS_PER_NETWORK = 30
RENEWALS = 600  # a minute, from a network: an office of 2,000 renews 500 times


class Guesses:
    def __init__(self, limits: RateLimits) -> None:
        self._limits = limits

    async def sign_in(self, database: Database, network: str, email: str) -> None:
        """Whom strangers would keep out by guessing still gets in from where they signed in before.

        Raises TooMany; from elsewhere they wait for the window's end, and no account is locked.
        """
        who = email.lower()
        await self._count("sign-in", f"{network}:{who}", PER_PAIR)
        await self._count("sign-in-network", network, PER_NETWORK)
        everywhere = await self._limits.hit(
            "sign-in-account", who, limit=PER_ACCOUNT, seconds=WINDOW
        )
        if everywhere.exceeded and not await queries.is_known_at(database, email, network):
            raise _too_many(everywhere)

    async def own_password(self, user_id: UUID) -> None:
        await self._count("own-password", user_id.hex, PER_PERSON)

    async def asked_for_reset(self, network: str, email: str) -> None:
        await self._count("reset", email.lower(), RESETS_PER_EMAIL)
        await self._count("reset-network", network, RESETS_PER_NETWORK)

    async def reset(self, network: str) -> None:
        await self._count("reset-confirm", network, RESETS_PER_NETWORK)

    async def session(self, network: str) -> None:
        """Renewing and ending one: no guess has a chance, but each costs a transaction."""
        await self._count("session", network, RENEWALS, seconds=60)

    async def _count(self, name: str, who: str, limit: int, *, seconds: int = WINDOW) -> None:
        standing = await self._limits.hit(name, who, limit=limit, seconds=seconds)
        if standing.exceeded:
            raise _too_many(standing)


def _too_many(standing: Standing) -> TooMany:
    return TooMany("Too many attempts; wait a little", headers=standing.headers())
