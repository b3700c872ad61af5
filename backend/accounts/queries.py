"""Reads of users, and of whether a session still stands."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import Text, and_, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql import CITEXT

from backend.accounts.models import RefreshToken, User
from backend.accounts.schemas import UserPage, UserView
from backend.core.db import Database, Query
from backend.core.paging import beyond, decode_cursor, encode_cursor, fold
from backend.core.refusals import NotFound

SORT = "full_name"
COLUMNS: list[Any] = [
    cast(User.email, Text) if name == "email" else getattr(User, name)
    for name in UserView.__struct_fields__
]
ONE = Query(select(*COLUMNS).where(User.id == bindparam("user_id")))
CREDENTIALS = Query(
    select(User.id, User.password_hash, User.is_active).where(
        User.email == cast(bindparam("email", type_=Text()), CITEXT)
    )
)
COUNT = Query(select(func.count()).select_from(User))
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


@lru_cache
def page_query(*, from_cursor: bool) -> Query:
    statement = select(*COLUMNS).order_by(fold(User.full_name), User.id)
    if from_cursor:
        statement = statement.where(
            beyond(fold(User.full_name), User.id, folded=True, descending=False)
        )
    return Query(statement.limit(bindparam("rows")).offset(bindparam("skip")))


class Credentials(Struct, frozen=True):
    id: UUID
    password_hash: str
    is_active: bool


async def credentials(database: Database, email: str) -> Credentials | None:
    row = await CREDENTIALS.row(database, email=email)
    return Credentials(*row) if row else None


async def user(database: Database, user_id: UUID) -> UserView:
    row = await ONE.row(database, user_id=user_id)
    if row is None:
        raise NotFound("There is no such user")
    return UserView(*row)


async def users(database: Database, *, limit: int, offset: int, cursor: str | None) -> UserPage:
    """By name; everyone is counted, for a company's staff is a short list."""
    values: dict[str, Any] = {"rows": limit + 1, "skip": offset}
    if cursor:
        values["cursor_value"], values["cursor_id"] = decode_cursor(cursor, SORT, str)
    rows = await page_query(from_cursor=cursor is not None).rows(database, **values)
    count = await COUNT.row(database)
    items = [UserView(*row) for row in rows[:limit]]
    more = encode_cursor(SORT, items[-1].full_name, items[-1].id) if len(rows) > limit else None
    return UserPage(items, count[0] if count else 0, True, limit, offset, more)
