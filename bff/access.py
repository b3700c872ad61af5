"""Keeps a session's access token fresh with one call to the backend, however many pages need it."""

import asyncio
from typing import TypeGuard
from weakref import WeakValueDictionary

import structlog
from redis.exceptions import LockError, RedisError

from bff.gateway.accounts import AccountGateway
from bff.gateway.problems import Away, Refused, SignedOut
from bff.session import LOCK_SECONDS, Access, Session, Sessions

log = structlog.get_logger()


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

    Whoever waited finds the token that the first one fetched. A refresh token is used once.
    """

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._here: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def fresh(
        self, session: Session, accounts: AccountGateway, *, refused: str | None = None
    ) -> Access:
        """Raises SignedOut where the session is over, Away where nobody can tell now."""
        try:
            return await self._renewed_in_turn(session.id, accounts, refused)
        except (Away, RedisError, LockError, TimeoutError) as error:
            if session.access and session.access.is_valid and not refused:
                return session.access  # it has some seconds left, and the next request tries again
            raise Away("the session's token could not be renewed") from error

    async def _renewed_in_turn(
        self, session_id: str, accounts: AccountGateway, refused: str | None
    ) -> Access:
        lock = self._here.setdefault(session_id, asyncio.Lock())
        async with asyncio.timeout(LOCK_SECONDS), lock:
            session = await self._found(session_id)
            if is_usable(session.access, refused):  # no need to queue up with other processes
                return session.access
            async with self._sessions.turn(session_id):
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
