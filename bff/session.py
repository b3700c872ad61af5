"""Browser sessions: their ids are made here only, and a sign-out is final.

One Redis hash for each session, its key a digest of the id. Nothing is written but by an
explicit verb, and every verb but ``start`` touches a session only if it still exists, so a slow
request that began before the sign-out cannot bring it back.
"""

import hashlib
import secrets
import time
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct
from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.commands.core import AsyncScript

from bff.gateway.accounts import Role, TokenPair, UserView
from bff.seal import Sealer

IDLE: Final = 12 * 3600
ABSOLUTE: Final = 30 * 24 * 3600
LOCK_SECONDS: Final = 5
RENEW_BEFORE: Final = 60  # a token this close to its end is renewed before it is used

START = """
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
redis.call('EXPIRE', KEYS[1], ARGV[1])
"""
READ = """
if ARGV[1] ~= '' then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return redis.call('HMGET', KEYS[1], 'profile', 'ends_at', 'access', 'refresh')
"""
WRITE_IF_ALIVE = """
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], unpack(ARGV))
return 1
"""
END = """
local refresh = redis.call('HGET', KEYS[1], 'refresh')
redis.call('DEL', KEYS[1])
return refresh
"""


class Profile(Struct, frozen=True):
    """Who is signed in, as far as the page's frame needs it."""

    id: UUID
    email: str
    full_name: str
    role: Role
    locale: str
    time_zone: str

    @classmethod
    def of(cls, user: UserView) -> "Profile":
        return cls(user.id, user.email, user.full_name, user.role, user.locale, user.time_zone)


class Access(Struct, frozen=True):
    """An access token on its way to the backend, with the profile for a moment without Redis."""

    token: str
    expires_at: float
    profile: Profile

    @classmethod
    def of(cls, pair: TokenPair, profile: Profile) -> "Access":
        return cls(pair.access_token, time.time() + pair.expires_in, profile)

    @property
    def is_fresh(self) -> bool:
        return time.time() < self.expires_at - RENEW_BEFORE

    @property
    def is_valid(self) -> bool:
        return self.seconds_left > 0

    @property
    def seconds_left(self) -> int:
        return int(self.expires_at - time.time())


class Session(Struct, frozen=True):
    id: str
    profile: Profile
    access: Access | None
    refresh_token: str


class Sessions:
    def __init__(self, redis: Redis, sealer: Sealer) -> None:
        self._redis = redis
        self._sealer = sealer
        self._start: AsyncScript = redis.register_script(START)
        self._read: AsyncScript = redis.register_script(READ)
        self._write: AsyncScript = redis.register_script(WRITE_IF_ALIVE)
        self._end: AsyncScript = redis.register_script(END)

    async def start(self, pair: TokenPair, profile: Profile) -> Session:
        """Always under a new id: what the browser sent before signing in means nothing."""
        session_id = secrets.token_urlsafe(32)
        access = Access.of(pair, profile)
        fields = self._tokens(session_id, access, pair.refresh_token)
        fields["profile"] = msgspec.json.encode(profile)
        fields["ends_at"] = str(time.time() + ABSOLUTE).encode()
        await self._start(keys=[key_of(session_id)], args=[IDLE, *flat(fields)])
        return Session(session_id, profile, access, pair.refresh_token)

    async def find(self, session_id: str, *, keeps_awake: bool = True) -> Session | None:
        """Reading keeps a session awake, up to its absolute end, where a person asked for it."""
        idle = IDLE if keeps_awake else ""
        fields = await self._read(keys=[key_of(session_id)], args=[idle])
        profile, ends_at, access, refresh = fields
        if profile is None or time.time() > float(ends_at):
            return None
        token = self._sealer.open(refresh or b"", owner=session_id)
        if token is None:  # sealed with a key that is gone: sign in again
            return None
        return Session(
            session_id,
            msgspec.json.decode(profile, type=Profile),
            self.open_access(access or b"", session_id),
            token.decode(),
        )

    async def is_alive(self, session_id: str) -> bool:
        """Without keeping it awake: a page that is only open is not used."""
        return bool(await self._redis.exists(key_of(session_id)))

    async def renew(self, session: Session, pair: TokenPair) -> Access | None:
        """None where the session has been ended meanwhile."""
        access = Access.of(pair, session.profile)
        tokens = self._tokens(session.id, access, pair.refresh_token)
        return access if await self._write_if_alive(session.id, tokens) else None

    async def change_profile(self, session: Session, profile: Profile) -> None:
        await self._write_if_alive(session.id, {"profile": msgspec.json.encode(profile)})

    async def end(self, session_id: str) -> str | None:
        """The refresh token that must be revoked now, the newest one."""
        sealed = await self._end(keys=[key_of(session_id)])
        token = self._sealer.open(sealed, owner=session_id) if sealed else None
        return token.decode() if token else None

    def turn(self, session_id: str) -> Lock:
        """One process at a time renews a session's token."""
        name = f"{key_of(session_id)}:renewing"
        return self._redis.lock(name, timeout=LOCK_SECONDS, sleep=0.02)

    def seal_access(self, access: Access, session_id: str) -> str:
        return self._sealer.seal_text(msgspec.json.encode(access), owner=session_id)

    def open_access(self, sealed: bytes | str, session_id: str) -> Access | None:
        opened = (
            self._sealer.open_text(sealed, owner=session_id)
            if isinstance(sealed, str)
            else self._sealer.open(sealed, owner=session_id)
        )
        return msgspec.json.decode(opened, type=Access) if opened else None

    def _tokens(self, session_id: str, access: Access, refresh_token: str) -> dict[str, bytes]:
        return {
            "access": self._sealer.seal(msgspec.json.encode(access), owner=session_id),
            "refresh": self._sealer.seal(refresh_token.encode(), owner=session_id),
        }

    async def _write_if_alive(self, session_id: str, fields: dict[str, bytes]) -> bool:
        return bool(await self._write(keys=[key_of(session_id)], args=flat(fields)))


def flat(fields: dict[str, bytes]) -> list[bytes | str]:
    return [part for pair in fields.items() for part in pair]


def key_of(session_id: str) -> str:
    """A copy of Redis opens no session."""
    return f"foyer:session:{hashlib.sha256(session_id.encode()).hexdigest()}"
