"""The people themselves: added, edited, shut off, let in again."""

import secrets
from uuid import UUID

from msgspec import UNSET
from sqlalchemy import and_, delete, or_, select

from backend.accounts import sign_in
from backend.accounts.models import ApiToken, RefreshToken, User
from backend.accounts.rules import require_good_password, require_time_zone
from backend.accounts.schemas import EditMe, EditUser, MeView, NewUser, UserView
from backend.core import changes
from backend.core.actor import Role
from backend.core.http import require_version
from backend.core.passwords import Passwords
from backend.core.refusals import Conflict, Invalid, NotFound
from backend.core.schemas import told, view_of
from backend.core.work import Work

FIELDS = (
    "email",
    "full_name",
    "role",
    "is_active",
    "time_zone",
    "locale",
    "quiet_from",
    "quiet_to",
    "digest_hour",
)


async def add_user(work: Work, passwords: Passwords, data: NewUser) -> UserView:
    """The system (``crm user add``) may do this, and an admin.

    Nobody ever learns the password of whoever gets none: it is there because an account has one.
    """
    if work.actor_id is not None:
        work.require_admin()
    require_time_zone(data.time_zone)
    password = data.password
    if password is UNSET:
        password = secrets.token_urlsafe(32)
    else:
        require_good_password("/password", password, email=data.email, full_name=data.full_name)
    user = User(
        email=data.email,
        full_name=data.full_name.strip(),
        role=data.role,
        time_zone=data.time_zone,
        locale=data.locale,
        password_hash=await passwords.hash(password),
    )
    work.session.add(user)
    await work.session.flush()
    await record(work, user, "created", before={})
    return view(user)


async def edit_user(work: Work, user_id: UUID, data: EditUser, if_match: str | None) -> UserView:
    """The last active admin can neither be shut off nor lose the role.

    Who is shut off loses sessions and API tokens for good.
    """
    work.require_admin()
    if data.role is Role.USER or data.is_active is False:
        user = await _locked_beside_an_admin(work, user_id)
    else:
        user = await locked(work, user_id)
    require_version(if_match, user, lambda: view(user))
    if data.is_active is False and user.is_active:
        await work.session.execute(delete(ApiToken).where(ApiToken.user_id == user.id))
        await end_all_sessions(work, user)
    await _apply(work, user, data)
    return view(user)


async def edit_me(work: Work, data: EditMe, if_match: str | None) -> MeView:
    user = await locked(work, work.actor.id)
    require_version(if_match, user, lambda: view_of(MeView, user))
    _require_quiet_hours(user, data)
    await _apply(work, user, data)
    return view_of(MeView, user)


async def end_all_sessions(work: Work, user: User) -> None:
    """Those that are, by name; and any whose sign-in is under way, by the time."""
    now = await work.now()
    await sign_in.revoke(work, RefreshToken.user_id == user.id)
    user.sessions_valid_after = now


async def locked(work: Work, user_id: UUID) -> User:
    user = await work.one(select(User).where(User.id == user_id).with_for_update())
    if user is None:
        raise NotFound("There is no such user")
    return user


async def record(
    work: Work, user: User, action: changes.Action, *, before: changes.Snapshot
) -> None:
    names = {"name": user.full_name}
    after = changes.snapshot(user, FIELDS)
    await changes.record(work, "user", user.id, action, names=names, before=before, after=after)


def view(user: User) -> UserView:
    return view_of(UserView, user)


def _require_quiet_hours(user: User, data: EditMe) -> None:
    starts = user.quiet_from if data.quiet_from is UNSET else data.quiet_from
    ends = user.quiet_to if data.quiet_to is UNSET else data.quiet_to
    if (starts is None) != (ends is None):
        missing = "/quiet_to" if starts else "/quiet_from"
        raise Invalid.field(missing, "Quiet hours have a beginning and an end")
    if starts is not None and starts == ends:
        raise Invalid.field("/quiet_to", "Quiet hours end at another time than they begin")


async def _apply(work: Work, user: User, data: EditUser | EditMe) -> None:
    if data.time_zone is not UNSET:
        require_time_zone(data.time_zone)
    before = changes.snapshot(user, FIELDS)
    for name, value in told(data).items():
        setattr(user, name, value)
    await work.session.flush()
    if changes.snapshot(user, FIELDS) != before:
        await record(work, user, "updated", before=before)


async def _locked_beside_an_admin(work: Work, user_id: UUID) -> User:
    """The user, if another admin stays. Raises Conflict for the last one.

    All of them are locked, and in one order, so that two admins who shut each other off at once
    neither both succeed nor wait for each other for ever.
    """
    admins = and_(User.role == Role.ADMIN, User.is_active)
    statement = select(User).where(or_(admins, User.id == user_id)).order_by(User.id)
    found = {user.id: user for user in await work.every(statement.with_for_update())}
    user = found.pop(user_id, None)
    if user is None:
        raise NotFound("There is no such user")
    if user.role is Role.ADMIN and user.is_active and not found:
        raise Conflict("This is the last admin; make another one first")
    return user
