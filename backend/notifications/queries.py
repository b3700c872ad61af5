"""Reads of one's own inbox and settings; nobody reads another's, not even an admin."""

from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, and_, bindparam, func, literal, select
from sqlalchemy.dialects.postgresql import JSONB

from backend.accounts.models import User
from backend.core.actor import Actor
from backend.core.db import Database, Query
from backend.core.listing import view_columns
from backend.core.paging import COUNTED, decode_cursor, encode_cursor
from backend.notifications.models import Notification, NotificationSettings
from backend.notifications.schemas import (
    NotificationPage,
    NotificationView,
    SettingsView,
    chosen,
)

SORT = "-id"
MINE: ColumnElement[bool] = and_(
    Notification.user_id == bindparam("actor_id"), Notification.in_inbox
)
CLAUSES: dict[str, ColumnElement[bool]] = {
    "unread": Notification.read_at.is_(None),
    "read": Notification.read_at.is_not(None),
    "cursor": Notification.id < bindparam("cursor_id"),
}
UNREAD = select(func.count()).select_from(
    select(Notification.id).where(MINE, CLAUSES["unread"]).limit(COUNTED + 1).subquery()
)
UNREAD_ALONE = Query(UNREAD)
SETTINGS = Query(
    select(NotificationSettings.choices, NotificationSettings.version).where(
        NotificationSettings.user_id == bindparam("actor_id")
    )
)
TOLD = Query(
    select(
        Notification.user_id,
        Notification.type,
        Notification.entity_type,
        Notification.entity_uuid,
        Notification.payload,
        User.full_name,
        func.coalesce(NotificationSettings.choices, literal({}, JSONB)),
    )
    .outerjoin(User, User.id == Notification.actor_id)
    .outerjoin(NotificationSettings, NotificationSettings.user_id == Notification.user_id)
    .where(Notification.id == bindparam("notification_id"))
)


class Told(Struct, frozen=True):
    """A notification with its person's choices, for those who tell them by other ways."""

    user_id: UUID
    type: str
    entity_type: str
    entity_uuid: UUID
    payload: dict[str, Any]
    actor_name: str | None
    choices: dict[str, dict[str, bool]]


async def told(database: Database, notification_id: UUID) -> Told | None:
    row = await TOLD.row(database, notification_id=notification_id)
    return Told(*row) if row else None


async def inbox(
    database: Database, actor: Actor, *, unread: bool | None, limit: int, cursor: str | None
) -> NotificationPage:
    values: dict[str, Any] = {"actor_id": actor.id, "rows": limit + 1}
    names: frozenset[str] = frozenset()
    if unread is not None:
        names |= {"unread" if unread else "read"}
    if cursor:
        _, values["cursor_id"] = decode_cursor(cursor, SORT, type(None))
        names |= {"cursor"}
    rows = await page_query(names).rows(database, **values)
    count = rows[0][-1] if rows else await _unread(database, actor.id)
    items = [NotificationView(*row[:-1]) for row in rows[:limit]]
    more = encode_cursor(SORT, None, items[-1].id) if len(rows) > limit else None
    return NotificationPage(items, min(count, COUNTED), count <= COUNTED, limit, more)


async def settings(database: Database, actor: Actor) -> SettingsView:
    row = await SETTINGS.row(database, actor_id=actor.id)
    return settings_view(*row) if row else settings_view({}, 1)


def settings_view(choices: dict[str, dict[str, bool]], version: int) -> SettingsView:
    return SettingsView(**msgspec.structs.asdict(chosen(choices)), version=version)


@lru_cache
def page_query(filters: frozenset[str]) -> Query:
    view = view_columns(NotificationView, Notification, actor_name=User.full_name)
    return Query(
        select(*view, UNREAD.scalar_subquery())
        .outerjoin(User, User.id == Notification.actor_id)
        .where(MINE, *(CLAUSES[name] for name in sorted(filters)))
        .order_by(Notification.id.desc())
        .limit(bindparam("rows"))
    )


async def _unread(database: Database, user_id: UUID) -> int:
    row = await UNREAD_ALONE.row(database, actor_id=user_id)
    return row[0] if row else 0
