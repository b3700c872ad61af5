"""Reads of saved views: one's own, and those that others share."""

import asyncio
from uuid import UUID

from msgspec import structs
from sqlalchemy import bindparam, or_, select

from backend.accounts import queries as accounts
from backend.accounts.models import User
from backend.accounts.schemas import UserSort
from backend.core.actor import Actor
from backend.core.db import Database, Query
from backend.core.listing import AnySelect, Asked, Listing, Sort, page_as, view_columns
from backend.core.refusals import NotFound
from backend.views.models import ListPage, SavedView
from backend.views.schemas import ListFrame, SavedViewPage, SavedViewView

POSITION = "position"
JOINED: AnySelect = select(*view_columns(SavedViewView, SavedView, owner_name=User.full_name)).join(
    User, User.id == SavedView.owner_id
)
SEEN = or_(SavedView.owner_id == bindparam("actor_id"), SavedView.is_shared)
LISTING = Listing(
    SavedViewView,
    JOINED,
    key=SavedView.id,
    owners=[SavedView.owner_id],
    sorts={POSITION: Sort(SavedView.__table__.c.position, POSITION, int)},
    clauses={"seen": SEEN, "page": SavedView.page == bindparam("page")},
)
ONE = Query(JOINED.where(SavedView.id == bindparam("view_id"), SEEN))


async def views(
    database: Database,
    actor: Actor,
    *,
    page: ListPage | None,
    limit: int,
    offset: int,
    cursor: str | None,
    count: str | None,
) -> SavedViewPage:
    """``seen`` alone decides: even an admin has no business with what somebody keeps to himself."""
    filters = {"seen": True} | ({"page": page.value} if page else {})
    asked = Asked(POSITION, filters, limit, offset, cursor, count == "exact")
    found = await LISTING.page(database, structs.replace(actor, sees_all=True), asked)
    return page_as(SavedViewPage, found, asked)


async def frame(
    database: Database, actor: Actor, page: ListPage | None, *, limit: int
) -> ListFrame:
    """The first of both, as their own lists have them."""
    everybody = Asked(UserSort.NAME, {}, limit, offset=0, cursor=None, exact=False)
    saved, users = await asyncio.gather(
        views(database, actor, page=page, limit=limit, offset=0, cursor=None, count=None),
        accounts.users(database, actor, everybody),
    )
    return ListFrame(saved, users)


async def view(database: Database, actor: Actor, view_id: UUID) -> SavedViewView:
    row = await ONE.row(database, view_id=view_id, actor_id=actor.id)
    if row is None:
        raise NotFound("There is no such view")
    return SavedViewView(*row)
