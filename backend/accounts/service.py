"""Signing in, staying in, being let out; and the people themselves."""

from datetime import timedelta
from uuid import UUID, uuid4
from zoneinfo import available_timezones

import structlog
from msgspec import UNSET
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from backend.accounts import queries
from backend.accounts.models import RefreshToken, User
from backend.accounts.schemas import EditMe, EditUser, NewUser, TokenPair, UserView
from backend.core import changes
from backend.core.actor import Role
from backend.core.db import Database
from backend.core.http import require_version
from backend.core.passwords import Passwords
from backend.core.refusals import Conflict, Invalid, NotFound, NotSignedIn
from backend.core.schemas import told, view_of
from backend.core.tokens import LIFETIME, AccessTokens, RefreshSecrets
from backend.core.work import Work

log = structlog.get_logger()
REFRESH_LIFETIME = timedelta(days=1)
SESSION_LIFETIME = timedelta(days=30)
GRACE = timedelta(seconds=10)
FIELDS = ("email", "full_name", "role", "is_active", "time_zone", "locale")


class SignIn:
    """Password in, tokens out. RFC 9700 section 4.14: rotation, reuse ends the family."""

    def __init__(self, secret: str) -> None:
        self.passwords = Passwords()
        self.access = AccessTokens(secret)
        self._secrets = RefreshSecrets(secret)

    async def check(self, database: Database, email: str, password: str) -> UUID:
        """Whose password it is; outside of any transaction, for hashing takes its time.

        Raises NotSignedIn, in the same words and time whether the user exists or not.
        """
        known = await queries.credentials(database, email)
        right = await self.passwords.verify(password, known.password_hash if known else None)
        if known is None or not right or not known.is_active:
            raise NotSignedIn("E-mail or password is wrong")
        return known.id

    async def open(self, work: Work, user_id: UUID) -> TokenPair:
        """The first link of a new family."""
        token, family = self._secrets.new(), uuid4()
        await work.session.execute(
            insert(RefreshToken).values(
                hash=self._secrets.fingerprint(token),
                family=family,
                user_id=user_id,
                expires_at=func.now() + REFRESH_LIFETIME,
                ends_at=func.now() + SESSION_LIFETIME,
            )
        )
        return self._pair(user_id, family, token)

    async def renew(self, work: Work, token: str) -> TokenPair | None:
        """None where the token is unknown, over, or used before: then its family is revoked.

        It returns rather than raises, for the revocation must be committed. A token shown twice
        within seconds (a race, a lost answer) gets the very same child again.
        """
        used = await self._use(work, token)
        child = self._secrets.child_of(token)
        if used is not None:
            await self._add_child(work, used, child)
            return self._pair(used.user_id, used.family, child)
        known = await self._find(work, token)
        if known is None or known.revoked_at is not None or known.used_at is None:
            return None
        heir = await self._find(work, child)
        if await work.now() - known.used_at < GRACE and heir is not None and heir.used_at is None:
            return self._pair(known.user_id, known.family, child)
        log.warning("refresh_token_reused", user=str(known.user_id), family=str(known.family))
        await revoke_family(work, known.family)
        return None

    async def close(self, work: Work, token: str) -> None:
        known = await self._find(work, token)
        if known is not None:
            await revoke_family(work, known.family)

    async def _use(self, work: Work, token: str) -> RefreshToken | None:
        """One statement, so that of many at once exactly one wins."""
        still_welcome = select(User.id).where(
            User.id == RefreshToken.user_id,
            User.is_active,
            User.sessions_valid_after <= RefreshToken.issued_at,
        )
        return (
            await work.session.execute(
                update(RefreshToken)
                .where(
                    RefreshToken.hash == self._secrets.fingerprint(token),
                    RefreshToken.used_at.is_(None),
                    RefreshToken.revoked_at.is_(None),
                    func.least(RefreshToken.expires_at, RefreshToken.ends_at) > func.now(),
                    still_welcome.exists(),
                )
                .values(used_at=func.now())
                .returning(RefreshToken)
            )
        ).scalar_one_or_none()

    async def _add_child(self, work: Work, parent: RefreshToken, child: str) -> None:
        await work.session.execute(
            insert(RefreshToken)
            .values(
                hash=self._secrets.fingerprint(child),
                family=parent.family,
                user_id=parent.user_id,
                expires_at=func.least(func.now() + REFRESH_LIFETIME, parent.ends_at),
                ends_at=parent.ends_at,
            )
            .on_conflict_do_nothing()
        )

    async def _find(self, work: Work, token: str) -> RefreshToken | None:
        return await work.one(
            select(RefreshToken).where(RefreshToken.hash == self._secrets.fingerprint(token))
        )

    def _pair(self, user: UUID, family: UUID, refresh_token: str) -> TokenPair:
        return TokenPair(
            access_token=self.access.issue(user, family),
            token_type="Bearer",  # noqa: S106  # RFC 6749 section 7.1, not a secret
            expires_in=LIFETIME,
            refresh_token=refresh_token,
            refresh_expires_in=int(REFRESH_LIFETIME.total_seconds()),
        )


async def revoke_family(work: Work, family: UUID) -> None:
    """Until none is left: a rotation under way adds a child while we wait for its parent."""
    standing = update(RefreshToken).where(
        RefreshToken.family == family, RefreshToken.revoked_at.is_(None)
    )
    revoked = standing.values(revoked_at=func.now()).returning(RefreshToken.hash)
    while (await work.session.execute(revoked)).first():
        pass


async def add_user(work: Work, passwords: Passwords, data: NewUser) -> UserView:
    """The system (``crm user add``) may do this, and an admin."""
    if work.actor_id is not None:
        work.require_admin()
    _require_time_zone(data.time_zone)
    user = User(
        email=data.email,
        full_name=data.full_name.strip(),
        role=data.role,
        time_zone=data.time_zone,
        locale=data.locale,
        password_hash=await passwords.hash(data.password),
    )
    work.session.add(user)
    await work.session.flush()
    await _record(work, user, "created", before={})
    return view(user)


async def edit_user(work: Work, user_id: UUID, data: EditUser, if_match: str | None) -> UserView:
    """The last active admin can neither be shut off nor lose the role."""
    work.require_admin()
    user = await _locked(work, user_id)
    require_version(if_match, user, lambda: view(user))
    loses_admin = data.role is Role.USER or data.is_active is False
    if user.role is Role.ADMIN and user.is_active and loses_admin:
        await _require_another_admin(work, user_id)
    if data.is_active is False and user.is_active:
        user.sessions_valid_after = await work.now()
    return await _apply(work, user, data)


async def edit_me(work: Work, data: EditMe, if_match: str | None) -> UserView:
    user = await _locked(work, work.actor.id)
    require_version(if_match, user, lambda: view(user))
    return await _apply(work, user, data)


def view(user: User) -> UserView:
    return view_of(UserView, user)


async def _apply(work: Work, user: User, data: EditUser | EditMe) -> UserView:
    if data.time_zone is not UNSET:
        _require_time_zone(data.time_zone)
    before = changes.snapshot(user, FIELDS)
    for name, value in told(data).items():
        setattr(user, name, value)
    await work.session.flush()
    if changes.snapshot(user, FIELDS) != before:
        await _record(work, user, "updated", before=before)
    return view(user)


async def _record(
    work: Work, user: User, action: changes.Action, *, before: changes.Snapshot
) -> None:
    names = {"name": user.full_name}
    after = changes.snapshot(user, FIELDS)
    await changes.record(work, "user", user.id, action, names=names, before=before, after=after)


async def _locked(work: Work, user_id: UUID) -> User:
    user = await work.one(select(User).where(User.id == user_id).with_for_update())
    if user is None:
        raise NotFound("There is no such user")
    return user


async def _require_another_admin(work: Work, user_id: UUID) -> None:
    """Locks every admin, so that two who shut each other off at once cannot both succeed."""
    admins = await work.every(
        select(User.id)
        .where(User.role == Role.ADMIN, User.is_active)
        .order_by(User.id)
        .with_for_update()
    )
    if set(admins) <= {user_id}:
        raise Conflict("This is the last admin; make another one first")


def _require_time_zone(name: str) -> None:
    # A name that some systems have for their own zone, and PostgreSQL does not know.
    if name not in available_timezones() - {"localtime"}:
        raise Invalid.field("/time_zone", "Expected an IANA time zone, such as Europe/Berlin")
