"""Reads of the trash: what lies in it, and by the change log who put it there."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from backend.accounts.models import User
from backend.clients.models import Client
from backend.core.actor import Actor
from backend.core.changes import ActivityLog
from backend.core.db import Database
from backend.core.listing import Asked, Listing, latest_first, page_as
from backend.core.paging import contains
from backend.deals.models import Deal
from backend.tasks.models import Task
from backend.trash.schemas import TrashedView, TrashPage, TrashType

LATEST = "-deleted_at"
DELETER = aliased(User)


def _listing(
    model: type[Any],
    *,
    title: InstrumentedAttribute[str],
    subtitle: ColumnElement[str],
    owners: Sequence[InstrumentedAttribute[UUID]],
) -> Listing[TrashedView]:
    deleter = (
        select(DELETER.full_name)
        .join(ActivityLog, ActivityLog.user_id == DELETER.id)
        .where(ActivityLog.entity_uuid == model.id, ActivityLog.action == "deleted")
        .order_by(ActivityLog.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return Listing(
        TrashedView,
        select(
            model.id,
            title.label("title"),
            subtitle.label("subtitle"),
            owners[0].label("owner_id"),
            User.full_name,
            model.deleted_at,
            deleter.label("deleted_by_name"),
            model.version,
        ).join(User, User.id == owners[0]),
        key=model.id,
        owners=owners,
        sorts={LATEST: latest_first(model.__table__.c.deleted_at, "deleted_at")},
        clauses={"trashed": model.deleted_at.is_not(None), "search": contains(model.search)},
    )


def _client_of(client_id: InstrumentedAttribute[UUID]) -> ColumnElement[str]:
    return select(Client.name).where(Client.id == client_id).scalar_subquery()


LISTINGS: Mapping[TrashType, Listing[TrashedView]] = {
    TrashType.CLIENT: _listing(
        Client,
        title=Client.name,
        subtitle=func.coalesce(func.nullif(Client.company, ""), cast(Client.email, Text), ""),
        owners=[Client.owner_id],
    ),
    TrashType.DEAL: _listing(
        Deal, title=Deal.title, subtitle=_client_of(Deal.client_id), owners=[Deal.owner_id]
    ),
    TrashType.TASK: _listing(
        Task,
        title=Task.title,
        subtitle=_client_of(Task.client_id),
        owners=[Task.assigned_to, Task.created_by],
    ),
}


async def trash(
    database: Database,
    actor: Actor,
    *,
    entity_type: TrashType,
    search: str | None,
    limit: int,
    offset: int,
    cursor: str | None,
    count: str | None,
) -> TrashPage:
    filters = {"trashed": True} | ({"search": search} if search else {})
    asked = Asked(LATEST, filters, limit, offset, cursor, count == "exact")
    return page_as(TrashPage, await LISTINGS[entity_type].page(database, actor, asked), asked)
