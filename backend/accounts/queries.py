"""Reads of users, their sessions and tokens, and of whether those still stand."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import (
    Interval,
    Text,
    and_,
    bindparam,
    cast,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import CITEXT

from backend.accounts.models import ApiToken, PasswordReset, RefreshToken, User
from backend.accounts.schemas import (
    MeView,
    SessionPage,
    SessionView,
    TokenPage,
    TokenView,
    UserPage,
    UserSort,
    UserView,
)
from backend.core.actor import Actor
from backend.core.db import Database, Query
from backend.core.listing import (
    AnySelect,
    Asked,
    Listing,
    Sort,
    latest_first,
    page_as,
    view_columns,
)
from backend.core.paging import contains
from backend.core.refusals import NotFound

SESSION_LIFETIME = timedelta(days=30)
NEWEST = "-created_at"
LATEST = "-last_used_at"

EMAIL = User.email == cast(bindparam("email", type_=Text()), CITEXT)
CREDENTIALS = select(User.id, User.password_hash, User.is_active)
BY_EMAIL = Query(CREDENTIALS.where(EMAIL))
BY_ID = Query(CREDENTIALS.where(User.id == bindparam("user_id")))
IS_KNOWN_AT = Query(
    select(literal(1))
    .select_from(RefreshToken)
    .join(User, User.id == RefreshToken.user_id)
    .where(EMAIL, RefreshToken.network == bindparam("network"))
    .limit(1)
)
STANDING = Query(
    select(User.role)
    .where(User.id == bindparam("user_id"), User.is_active)
    .where(
        select(RefreshToken.hash)
        .where(
            and_(
                RefreshToken.family == bindparam("family"),
                RefreshToken.revoked_at.is_(None),
                RefreshToken.user_id == User.id,
                RefreshToken.issued_at >= User.sessions_valid_after,
            )
        )
        .exists()
    )
)
RESTED = func.coalesce(ApiToken.last_used_at < func.now() - text("interval '1 minute'"), True)
STANDING_TOKEN = Query(
    select(ApiToken.id, ApiToken.hash, ApiToken.scopes, RESTED, User.id, User.role)
    .join(User, User.id == ApiToken.user_id)
    .where(ApiToken.prefix == bindparam("prefix"), ApiToken.expires_at > func.now(), User.is_active)
)
# A reset that was asked for before the account was shut off, or otherwise reset, is over.
OPEN_RESET = and_(
    PasswordReset.used_at.is_(None),
    PasswordReset.expires_at > func.now(),
    PasswordReset.created_at >= User.sessions_valid_after,
    User.is_active,
)
OPEN_BY_ID = Query(
    select(PasswordReset.user_id, PasswordReset.expires_at)
    .join(User, User.id == PasswordReset.user_id)
    .where(PasswordReset.id == bindparam("reset_id"), OPEN_RESET)
)
RESETTING = Query(
    select(User.id, cast(User.email, Text), User.full_name)
    .join(PasswordReset, PasswordReset.user_id == User.id)
    .where(PasswordReset.hash == bindparam("hash"), OPEN_RESET)
)

USER: AnySelect = select(*view_columns(UserView, User, email=cast(User.email, Text)))
ONE = Query(USER.where(User.id == bindparam("user_id")))
ME = Query(
    select(*view_columns(MeView, User, email=cast(User.email, Text))).where(
        User.id == bindparam("user_id")
    )
)


def _user_sort(by: UserSort) -> Sort:
    field = by.value.removeprefix("-")
    folded = field == "full_name"
    kind = str if folded else datetime
    column = getattr(User, field)
    return Sort(column, field, kind, descending=by.value.startswith("-"), folded=folded)


USERS = Listing(
    UserView,
    USER,
    key=User.id,
    owners=[User.id],
    sorts={by.value: _user_sort(by) for by in UserSort},
    clauses={
        "role": User.role == bindparam("role"),
        "is_active": User.is_active == bindparam("is_active"),
        "search": contains(User.search),
    },
)

# The newest link of each chain that may still be renewed.
STANDING_LINK = and_(
    RefreshToken.used_at.is_(None),
    RefreshToken.revoked_at.is_(None),
    func.least(RefreshToken.expires_at, RefreshToken.ends_at) > func.now(),
    RefreshToken.issued_at
    >= select(User.sessions_valid_after).where(User.id == RefreshToken.user_id).scalar_subquery(),
)
SESSIONS = Listing(
    SessionView,
    select(
        RefreshToken.family.label("id"),
        (RefreshToken.ends_at - literal(SESSION_LIFETIME, Interval)).label("created_at"),
        RefreshToken.issued_at.label("last_used_at"),
        func.least(RefreshToken.expires_at, RefreshToken.ends_at).label("expires_at"),
        RefreshToken.network,
        RefreshToken.user_agent,
        literal(False).label("is_current"),  # only the reader knows
    ).where(STANDING_LINK),
    key=RefreshToken.family,
    owners=[RefreshToken.user_id],
    sorts={LATEST: latest_first(RefreshToken.__table__.c.issued_at, "last_used_at")},
    clauses={"standing": STANDING_LINK},
)
TOKENS = Listing(
    TokenView,
    select(*view_columns(TokenView, ApiToken)),
    key=ApiToken.id,
    owners=[ApiToken.user_id],
    sorts={NEWEST: latest_first(ApiToken.__table__.c.created_at, "created_at")},
    clauses={},
)


class Credentials(Struct, frozen=True):
    id: UUID
    password_hash: str
    is_active: bool


class Resetting(Struct, frozen=True):
    """Who has a reset under way."""

    user_id: UUID
    email: str
    full_name: str


class OpenReset(Struct, frozen=True):
    """A link that still leads somewhere."""

    user_id: UUID
    expires_at: datetime


async def credentials(database: Database, email: str) -> Credentials | None:
    row = await BY_EMAIL.row(database, email=email)
    return Credentials(*row) if row else None


async def own_credentials(database: Database, user_id: UUID) -> Credentials | None:
    row = await BY_ID.row(database, user_id=user_id)
    return Credentials(*row) if row else None


async def is_known_at(database: Database, email: str, network: str) -> bool:
    """Whether this user signed in from there within the last weeks."""
    return await IS_KNOWN_AT.row(database, email=email, network=network) is not None


async def resetting(database: Database, token_hash: bytes) -> Resetting | None:
    row = await RESETTING.row(database, hash=token_hash)
    return Resetting(*row) if row else None


async def open_reset(database: Database, reset_id: UUID) -> OpenReset | None:
    row = await OPEN_BY_ID.row(database, reset_id=reset_id)
    return OpenReset(*row) if row else None


async def user(database: Database, user_id: UUID) -> UserView:
    row = await ONE.row(database, user_id=user_id)
    if row is None:
        raise NotFound("There is no such user")
    return UserView(*row)


async def me(database: Database, user_id: UUID) -> MeView:
    row = await ME.row(database, user_id=user_id)
    if row is None:
        raise NotFound("There is no such user")
    return MeView(*row)


async def users(database: Database, actor: Actor, asked: Asked) -> UserPage:
    """Colleagues are everybody's to see, whatever the instance's visibility."""
    found = await USERS.page(database, msgspec.structs.replace(actor, sees_all=True), asked)
    return page_as(UserPage, found, asked)


async def sessions(database: Database, actor: Actor, asked: Asked) -> SessionPage:
    found = await SESSIONS.page(database, _on_ones_own(actor), asked)
    for session in found.items:
        session.is_current = session.id == actor.session
    return page_as(SessionPage, found, asked)


async def tokens(database: Database, actor: Actor, asked: Asked) -> TokenPage:
    return page_as(TokenPage, await TOKENS.page(database, _on_ones_own(actor), asked), asked)


def _on_ones_own(actor: Actor) -> Actor:
    """Not even an admin sees other people's."""
    return msgspec.structs.replace(actor, sees_all=False)
