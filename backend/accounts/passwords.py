"""Changing one's password, and getting in again without one."""

from datetime import timedelta
from uuid import UUID, uuid4

from msgspec import UNSET
from msgspec.structs import replace
from sqlalchemy import Text, cast, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import BYTEA, CITEXT

from backend.accounts import queries, sign_in
from backend.accounts.models import PasswordReset, User
from backend.accounts.queries import OPEN_RESET, Resetting
from backend.accounts.rules import require_good_password
from backend.accounts.schemas import (
    ChangePassword,
    Invitation,
    NewUser,
    OfferedReset,
    ResetPassword,
    UserView,
)
from backend.accounts.service import add_user, end_all_sessions, locked
from backend.core import changes
from backend.core.db import Database
from backend.core.passwords import Passwords
from backend.core.refusals import Conflict, Invalid, NotFound
from backend.core.tokens import ResetSecrets, fingerprint
from backend.core.work import Work

RESET_LIFETIME = timedelta(hours=1)
OFFER_LIFETIME = timedelta(days=3)
RESET_ASKED = "password.reset_asked"
INVITED = "password.invited"


async def change_password(
    work: Work, database: Database, passwords: Passwords, data: ChangePassword
) -> None:
    """Ends all other sessions. Hashing takes its time, so nothing is locked before it is done."""
    known = await queries.own_credentials(database, work.actor.id)
    if known is None or not await passwords.verify(data.current_password, known.password_hash):
        raise Invalid.field("/current_password", "This is not your password")
    me = await queries.user(database, known.id)
    require_good_password(
        "/new_password", data.new_password, email=me.email, full_name=me.full_name
    )
    hashed = await passwords.hash(data.new_password)
    user = await locked(work, known.id)
    if user.password_hash != known.password_hash:
        raise Invalid.field("/current_password", "This was your password until a moment ago")
    await sign_in.end_other_sessions(work)
    await _set(work, user, hashed)


class Resets:
    """A one-time token for whoever reads the account's mail."""

    def __init__(self, secret: str, passwords: Passwords) -> None:
        self._secrets = ResetSecrets(secret)
        self._passwords = passwords

    async def ask(self, work: Work, email: str) -> None:
        """Does the same, and takes as long, whether there is such a user or not.

        What mails the token makes it anew from the reset's id, if it finds such a reset.
        """
        reset_id = uuid4()
        token_hash = fingerprint(self._secrets.of(reset_id))
        asked_by = select(
            literal(reset_id),
            literal(token_hash, BYTEA),
            User.id,
            func.now() + RESET_LIFETIME,
        ).where(User.email == cast(literal(email, Text), CITEXT), User.is_active)
        columns = ["id", "hash", "user_id", "expires_at"]
        await work.session.execute(insert(PasswordReset).inline().from_select(columns, asked_by))
        await work.tell(RESET_ASKED, {"id": str(reset_id)})

    async def offer(self, work: Work, user_id: UUID) -> OfferedReset:
        """What an admin hands to somebody who is new, or gets no mail."""
        user = await self._invited(work, user_id)
        reset = await self._new(work, user.id)
        return OfferedReset(self._secrets.of(reset.id), reset.expires_at)

    async def invite(self, work: Work, user_id: UUID, *, is_waiting: bool) -> Invitation:
        """The same by mail, as often as it takes; earlier links stay good until one is used."""
        user = await self._invited(work, user_id)
        reset = await self._mailed(work, user.id)
        return Invitation(user.email, reset.expires_at, is_waiting)

    async def add_user(self, work: Work, data: NewUser) -> UserView:
        user = await add_user(work, self._passwords, data)
        if data.password is UNSET:
            await self._mailed(work, user.id)
        return user

    async def _invited(self, work: Work, user_id: UUID) -> User:
        work.require_admin()
        user = await locked(work, user_id)
        if not user.is_active:
            raise Conflict("This user may not sign in; let them in again first")
        await changes.record(work, "user", user.id, "invited", names={"name": user.full_name})
        return user

    async def _mailed(self, work: Work, user_id: UUID) -> PasswordReset:
        reset = await self._new(work, user_id)
        person = await work.one(select(User.full_name).where(User.id == work.actor_id))
        await work.tell(INVITED, {"id": str(reset.id), "person": person or ""})
        return reset

    async def _new(self, work: Work, user_id: UUID) -> PasswordReset:
        """Good for days; its secret is stored nowhere."""
        reset_id, until = uuid4(), await work.now() + OFFER_LIFETIME
        token_hash = fingerprint(self._secrets.of(reset_id))
        reset = PasswordReset(id=reset_id, hash=token_hash, user_id=user_id, expires_at=until)
        work.session.add(reset)
        await work.session.flush()
        return reset

    async def check(self, database: Database, data: ResetPassword) -> tuple[Resetting, str]:
        """Whose reset it is, and the new password's hash; before any transaction."""
        found = await queries.resetting(database, fingerprint(data.token))
        if found is None:
            raise _used_up()
        require_good_password(
            "/new_password", data.new_password, email=found.email, full_name=found.full_name
        )
        return found, await self._passwords.hash(data.new_password)

    async def reset(self, work: Work, token: str, found: Resetting, hashed: str) -> None:
        """Ends all sessions. Of many at once with one token exactly one wins."""
        user = await locked(work, found.user_id)
        mine = select(PasswordReset.id).join(User, User.id == PasswordReset.user_id)
        mine = mine.where(PasswordReset.hash == fingerprint(token), OPEN_RESET)
        if await work.one(mine) is None:
            raise _used_up()
        await end_all_sessions(work, user)
        await _set(work, user, hashed)


def without_token(offered: OfferedReset) -> OfferedReset:
    """What a repeated request hears: the token is stored nowhere."""
    return replace(offered, token=None)


async def set_password(work: Work, passwords: Passwords, email: str, password: str) -> None:
    """What an operator does for somebody who gets no mail. Raises NotFound for nobody."""
    user = await work.one(select(User).where(User.email == email).with_for_update())
    if user is None:
        raise NotFound(f"There is no user {email}")
    require_good_password("/password", password, email=user.email, full_name=user.full_name)
    await end_all_sessions(work, user)
    await _set(work, user, await passwords.hash(password))


async def _set(work: Work, user: User, hashed: str) -> None:
    """With the user locked: every reset that was asked for is used up by it."""
    user.password_hash = hashed
    await work.session.flush()
    await work.session.execute(
        update(PasswordReset)
        .where(PasswordReset.user_id == user.id, PasswordReset.used_at.is_(None))
        .values(used_at=func.now())
        .execution_options(synchronize_session=False)
    )
    names = {"name": user.full_name}
    await changes.record(work, "user", user.id, "password_changed", names=names)


def _used_up() -> Invalid:
    return Invalid.field("/token", "This token was used or is too old; ask for another one")
