"""The statements of the reports, narrowed to what the caller may see and to what was asked."""

from functools import cache
from typing import Any, Final, TypeAlias
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    case,
    extract,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from backend.accounts.models import User
from backend.clients.models import Client
from backend.core.actor import scoped
from backend.core.db import Query
from backend.deals.models import Deal, DealStatus, DealTotal

AnySelect: TypeAlias = Select[*tuple[Any, ...]]
MOST_REASONS: Final = 20
OPEN: Final = (DealStatus.NEW, DealStatus.IN_PROGRESS)
STARTS: Final = bindparam("starts", type_=DateTime(timezone=True))
ENDS: Final = bindparam("ends", type_=DateTime(timezone=True))
# The first moment of the later of two spans that touch.
TURN: Final = bindparam("turn", type_=DateTime(timezone=True))
TODAY: Final = bindparam("today", type_=Date())
HORIZON: Final = bindparam("horizon", type_=Date())
COUNT: Final = func.count()
NOTHING: Final = (null(), null(), null(), null())
# A deal has a moment of closing exactly while it is won or lost.
CLOSED: Final = and_(
    Deal.closed_at >= STARTS,
    Deal.closed_at < ENDS,
    Deal.deleted_at.is_(None),
)


def is_open(status: InstrumentedAttribute[DealStatus]) -> ColumnElement[bool]:
    return or_(*(status == one for one in OPEN))


def of_owner(owner: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """A parameter that is NULL narrows nothing; PostgreSQL plans with its value."""
    asked = bindparam("owner", type_=Uuid())
    return or_(asked.is_(None), owner == asked)


def in_currency(currency: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    asked = bindparam("currency", type_=String())
    return or_(asked.is_(None), currency == asked)


OF_DEALS: Final = and_(of_owner(Deal.owner_id), in_currency(Deal.currency))


@cache
def pipeline(*, sees_all: bool) -> Query:
    """From the totals that triggers keep: it costs the same with a million deals."""
    found = (
        select(
            DealTotal.owner_id,
            User.full_name,
            DealTotal.currency,
            DealTotal.status,
            DealTotal.count,
            DealTotal.amount,
        )
        .join(User, User.id == DealTotal.owner_id)
        .where(
            is_open(DealTotal.status),
            DealTotal.count > 0,
            of_owner(DealTotal.owner_id),
            in_currency(DealTotal.currency),
        )
    )
    return Query(scoped(found, DealTotal.owner_id, sees_all=sees_all))


@cache
def decided(*, sees_all: bool) -> Query:
    found = (
        select(
            Deal.owner_id,
            User.full_name,
            Deal.currency,
            Deal.status,
            COUNT,
            func.sum(Deal.amount),
        )
        .join(User, User.id == Deal.owner_id)
        .where(CLOSED, OF_DEALS)
        .group_by(Deal.owner_id, User.full_name, Deal.currency, Deal.status)
    )
    return Query(scoped(found, Deal.owner_id, sees_all=sees_all))


@cache
def reasons(*, sees_all: bool) -> Query:
    """The most frequent ones; NULL stands for all that are not among them."""
    reason = func.btrim(Deal.lost_reason)
    lost = scoped(
        select(reason.label("reason"), Deal.currency, Deal.amount).where(
            CLOSED, OF_DEALS, Deal.status == DealStatus.LOST
        ),
        Deal.owner_id,
        sees_all=sees_all,
    ).cte("lost")
    most = (
        select(lost.c.reason)
        .group_by(lost.c.reason)
        .order_by(COUNT.desc(), lost.c.reason)
        .limit(MOST_REASONS)
    )
    told = case((lost.c.reason.in_(most), lost.c.reason)).label("told")
    shown = select(told, lost.c.currency, lost.c.amount).subquery()
    return Query(
        select(shown.c.told, shown.c.currency, COUNT, func.sum(shown.c.amount))
        .group_by(shown.c.told, shown.c.currency)
        .order_by(shown.c.told.is_(None), COUNT.desc(), shown.c.told, shown.c.currency)
    )


@cache
def expected(*, sees_all: bool) -> Query:
    """Open deals by the month they are expected to close in; what is late or far is one group."""
    day = Deal.expected_close_date
    kind = case((day.is_(None), "UNDATED"), (day < TODAY, "LATE"), (day >= HORIZON, "LATER"))
    month = case(
        (and_(day >= TODAY, day < HORIZON), func.date_trunc("month", day).cast(Date())),
    )
    found = select(
        func.coalesce(kind, "MONTH").label("kind"),
        month.label("month"),
        Deal.currency,
        Deal.status,
        Deal.amount,
    ).where(is_open(Deal.status), Deal.deleted_at.is_(None), OF_DEALS)
    deals = scoped(found, Deal.owner_id, sees_all=sees_all).subquery()
    keys = (deals.c.kind, deals.c.month, deals.c.currency, deals.c.status)
    return Query(select(*keys, COUNT, func.sum(deals.c.amount)).group_by(*keys))


@cache
def achieved(*, sees_all: bool) -> Query:
    """Of two spans that touch, by whether it was in the later one."""
    seconds = func.sum(func.greatest(extract("epoch", Deal.closed_at - Deal.created_at), 0))
    keys = (Deal.status, Deal.currency)
    closed = _by_span(
        "closed",
        Deal.closed_at,
        *keys,
        func.sum(Deal.amount).label("amount"),
        seconds.label("seconds"),
    )
    opened = _by_span("opened", Deal.created_at, *NOTHING)
    clients = _by_span("clients", Client.created_at, *NOTHING)
    narrowed = (
        (closed.where(CLOSED, OF_DEALS).group_by(*keys), Deal.owner_id),
        (opened.where(Deal.deleted_at.is_(None), OF_DEALS), Deal.owner_id),
        (
            clients.where(Client.deleted_at.is_(None), of_owner(Client.owner_id)),
            Client.owner_id,
        ),
    )
    return Query(union_all(*(scoped(one, owner, sees_all=sees_all) for one, owner in narrowed)))


def _by_span(topic: str, moment: InstrumentedAttribute[Any], *columns: Any) -> AnySelect:
    is_this = (moment >= TURN).label("is_this")
    counted = select(
        literal_column(f"'{topic}'").label("topic"), is_this, *columns, COUNT.label("count")
    )
    return counted.where(moment >= STARTS, moment < ENDS).group_by(is_this)


@cache
def currencies(*, sees_all: bool) -> Query:
    found = select(DealTotal.currency).where(DealTotal.count > 0)
    return Query(
        scoped(found, DealTotal.owner_id, sees_all=sees_all)
        .group_by(DealTotal.currency)
        .order_by(func.sum(DealTotal.count).desc(), DealTotal.currency)
    )
