"""Keeps a session's access token fresh with one call to the backend, however many pages need it."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Final, TypeAlias, TypeGuard
from weakref import WeakValueDictionary

import structlog
from redis.exceptions import LockError, RedisError

from bff.gateway.accounts import AccountGateway
from bff.gateway.problems import Away, Refused, SignedOut
from bff.session import LOCK_SECONDS, Access, Session, Sessions

log = structlog.get_logger()
PATIENCE: Final = 15.0  # seconds for one attempt, which outlives the page that began it
# Seconds before it is tried again: all of them within those in which the API answers a token that
# it has seen before as it did then.
PAUSES: Final = (0.5, 1.0, 2.0, 4.0)
UNKNOWN: Final = (Away, RedisError, LockError, TimeoutError)
Wanted: TypeAlias = tuple[str, str | None]  # for which session, and instead of which token


class Bearer:
    """The token that one visit shows to the backend, renewed by the first call that needs it."""

    def __init__(self, session: Session, renewal: "Renewal", accounts: AccountGateway) -> None:
        self.session = session
        self.access = session.access
        self._renewal = renewal
        self._accounts = accounts

    async def __call__(self, *, refused: str | None = None) -> str:
        if not is_usable(self.access, refused):
            self.access = await self._renewal.fresh(self.session, self._accounts, refused=refused)
        return self.access.token


def is_usable(access: Access | None, refused: str | None) -> TypeGuard[Access]:
    return access is not None and access.is_fresh and access.token != refused


class Renewal:
    """Single flight over all processes: a lock here, a lock in Redis, then read again.

    Whoever waited finds the token that the first one fetched. A refresh token is used once: if its
    answer is lost, then who shows it again later than in some seconds is taken for a thief. So no
    page's haste breaks a renewal off, and after one that failed it is tried again unasked.
    """

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._here: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._under_way: dict[Wanted, asyncio.Task[Access]] = {}
        self._later: dict[Wanted, asyncio.TimerHandle] = {}

    async def fresh(
        self, session: Session, accounts: AccountGateway, *, refused: str | None = None
    ) -> Access:
        """Raises SignedOut where the session is over, Away where nobody can tell now."""
        try:
            return await self._renewed_in_turn((session.id, refused), accounts)
        except UNKNOWN as error:
            if session.access and session.access.is_valid and not refused:
                return session.access  # it has some seconds left, and the next request tries again
            raise Away("the session's token could not be renewed") from error

    async def aclose(self) -> None:
        """What is under way gets as long as a page would."""
        if self._under_way:
            await asyncio.wait(self._under_way.values(), timeout=LOCK_SECONDS)
        for timer in self._later.values():
            timer.cancel()
        for task in self._under_way.values():
            task.cancel()

    async def _renewed_in_turn(self, wanted: Wanted, accounts: AccountGateway) -> Access:
        session_id, refused = wanted
        lock = self._here.setdefault(session_id, asyncio.Lock())
        async with asyncio.timeout(LOCK_SECONDS), lock:
            session = await self._found(session_id)
            if is_usable(session.access, refused):  # no need to queue up with other processes
                return session.access
            return await asyncio.shield(self._begun(wanted, accounts, PAUSES))

    def _begun(
        self, wanted: Wanted, accounts: AccountGateway, pauses: Sequence[float]
    ) -> asyncio.Task[Access]:
        """The attempt that is under way, or else a new one."""
        if timer := self._later.pop(wanted, None):
            timer.cancel()
        if wanted not in self._under_way:
            task = asyncio.create_task(self._attempt(wanted, accounts))
            self._under_way[wanted] = task
            task.add_done_callback(lambda done: self._over(done, wanted, accounts, pauses))
        return self._under_way[wanted]

    def _over(
        self,
        done: asyncio.Task[Access],
        wanted: Wanted,
        accounts: AccountGateway,
        pauses: Sequence[float],
    ) -> None:
        del self._under_way[wanted]
        failed = not done.cancelled() and isinstance(done.exception(), UNKNOWN)
        if failed and pauses and wanted not in self._later:
            again = partial(self._begun, wanted, accounts, pauses[1:])
            self._later[wanted] = asyncio.get_running_loop().call_later(pauses[0], again)

    async def _attempt(self, wanted: Wanted, accounts: AccountGateway) -> Access:
        session_id, refused = wanted
        async with asyncio.timeout(PATIENCE), self._sessions.turn(session_id):
            session = await self._found(session_id)
            if is_usable(session.access, refused):
                return session.access
            return await self._renewed(session, accounts)

    async def _found(self, session_id: str) -> Session:
        session = await self._sessions.find(session_id, keeps_awake=False)
        if session is None:
            raise SignedOut
        return session

    async def _renewed(self, session: Session, accounts: AccountGateway) -> Access:
        try:
            pair = await accounts.refresh(session.refresh_token)
        except Refused as refusal:
            if refusal.status not in (400, 401, 403):
                raise Away("the backend would not renew now") from refusal
            log.info("session_over", user_id=str(session.profile.id), status=refusal.status)
            await self._sessions.end(session.id)
            raise SignedOut from refusal
        access = await self._sessions.renew(session, pair)
        if access is None:
            raise SignedOut
        return access
