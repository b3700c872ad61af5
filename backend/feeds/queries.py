"""Reads of feeds: whose a token is, and the tasks that its calendar shows."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct
from sqlalchemy import ColumnElement, bindparam, func, literal_column, select

from backend.accounts.models import User
from backend.clients.models import Client
from backend.core.actor import Actor
from backend.core.db import Database, Query
from backend.core.refusals import NotFound
from backend.core.tokens import fingerprint
from backend.deals.models import Deal
from backend.feeds.models import Feed
from backend.feeds.schemas import FeedView
from backend.tasks.models import Task

MOST = 500  # tasks of a feed
PAST: ColumnElement[int] = literal_column("60")  # days that overdue ones stay in it


class Holder(Struct, frozen=True):
    user_id: UUID
    locale: str


class Entry(Struct, frozen=True):
    id: UUID
    title: str
    description: str
    due_date: date
    version: int
    updated_at: datetime
    client_name: str
    deal_title: str | None


# What ends all of somebody's sessions, a reset or their being shut off, ends their feed for good.
IS_GOOD = Feed.made_at >= User.sessions_valid_after
MINE = Query(select(Feed.made_at).join(User).where(User.id == bindparam("user_id"), IS_GOOD))
HOLDER = Query(
    select(User.id, User.locale)
    .join(Feed, Feed.user_id == User.id)
    .where(Feed.hash == bindparam("hash"), User.is_active, IS_GOOD)
)
# Only what they are to do themselves, which anybody may see of their own.
ENTRIES = Query(
    select(
        Task.id,
        Task.title,
        Task.description,
        Task.due_date,
        Task.version,
        Task.updated_at,
        Client.name,
        Deal.title,
    )
    .join(Client, Client.id == Task.client_id)
    .outerjoin(Deal, Deal.id == Task.deal_id)
    .where(
        Task.assigned_to == bindparam("user_id"),
        Task.deleted_at.is_(None),
        Task.status != literal_column("'DONE'"),
        Task.due_date >= func.current_date() - PAST,
    )
    .order_by(Task.due_date, Task.id)
    .limit(MOST)
)


async def feed(database: Database, actor: Actor) -> FeedView:
    row = await MINE.row(database, user_id=actor.id)
    return FeedView(row[0] if row else None)


async def holder(database: Database, token: str) -> Holder:
    """Raises NotFound for a token that is unknown or revoked, and where its user was shut off."""
    row = await HOLDER.row(database, hash=fingerprint(token))
    if row is None:
        raise NotFound("There is no such calendar")
    return Holder(*row)


async def entries(database: Database, holder: Holder) -> list[Entry]:
    rows = await ENTRIES.rows(database, user_id=holder.user_id)
    return [Entry(*row) for row in rows]
