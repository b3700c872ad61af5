"""Reads of channels: one's own, and for admins those of the team."""

from datetime import datetime
from uuid import UUID

from msgspec import structs
from sqlalchemy import and_, bindparam, literal, or_, select
from sqlalchemy.sql.elements import ColumnElement

from backend.accounts.models import User
from backend.channels.models import Channel, ChannelDelivery, ChannelStatus
from backend.channels.schemas import (
    ChannelDeliveryPage,
    ChannelDeliveryView,
    ChannelPage,
    ChannelSort,
    ChannelView,
)
from backend.channels.services import name_of, shown
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
from backend.core.refusals import NotFound

NEWEST = "-created_at"
CHANNEL: AnySelect = select(
    *view_columns(
        ChannelView,
        Channel,
        service_name=literal(""),
        shown=literal(""),
        owner_name=User.full_name,
    )
).join(User, User.id == Channel.owner_id)
# Not even an admin sees other people's own; `sees` is whether the team's are theirs to see.
SEEN: ColumnElement[bool] = or_(
    and_(Channel.is_team, bindparam("sees")),
    and_(Channel.is_team.is_(False), Channel.owner_id == bindparam("actor_id")),
)
ONE = Query(CHANNEL.where(Channel.id == bindparam("channel_id"), SEEN))
CHANNELS = Listing(
    ChannelView,
    CHANNEL,
    key=Channel.id,
    owners=[Channel.owner_id],
    sorts={
        by.value: Sort(
            Channel.__table__.c.created_at,
            "created_at",
            datetime,
            descending=by is ChannelSort.NEWEST,
        )
        for by in ChannelSort
    },
    clauses={"sees": SEEN},
)
DELIVERIES = Listing(
    ChannelDeliveryView,
    select(*view_columns(ChannelDeliveryView, ChannelDelivery)),
    key=ChannelDelivery.id,
    owners=[ChannelDelivery.channel_id],  # asked of nobody: the channel itself was looked at
    sorts={NEWEST: latest_first(ChannelDelivery.__table__.c.created_at, "created_at")},
    clauses={
        "channel": ChannelDelivery.channel_id == bindparam("channel"),
        "status": ChannelDelivery.status == bindparam("status"),
    },
)


async def channels(database: Database, actor: Actor, asked: Asked) -> ChannelPage:
    asked = structs.replace(asked, filters={"sees": actor.is_admin})
    found = await CHANNELS.page(database, structs.replace(actor, sees_all=True), asked)
    page = page_as(ChannelPage, found, asked)
    page.items = [named(channel) for channel in page.items]
    return page


async def channel(database: Database, actor: Actor, channel_id: UUID) -> ChannelView:
    row = await ONE.row(database, channel_id=channel_id, actor_id=actor.id, sees=actor.is_admin)
    if row is None:
        raise NotFound("There is no such channel")
    return named(ChannelView(*row))


async def deliveries(
    database: Database,
    actor: Actor,
    channel_id: UUID,
    asked: Asked,
    *,
    status: ChannelStatus | None,
) -> ChannelDeliveryPage:
    """Newest first."""
    await channel(database, actor, channel_id)
    filters = {"channel": channel_id} | ({"status": status} if status else {})
    asked = structs.replace(asked, filters=filters)
    found = await DELIVERIES.page(database, structs.replace(actor, sees_all=True), asked)
    return page_as(ChannelDeliveryPage, found, asked)


def named(channel: ChannelView) -> ChannelView:
    return structs.replace(
        channel, service_name=name_of(channel.service), shown=shown(channel.service)
    )
