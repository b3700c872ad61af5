"""Deals, and the totals of their board."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from advanced_alchemy.base import DefaultBase
from sqlalchemy import (
    CheckConstraint,
    Computed,
    Date,
    FetchedValue,
    ForeignKey,
    Index,
    Numeric,
    String,
    Text,
    Uuid,
    column,
    func,
    table,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.columns import MONEY, one_of
from backend.core.model import Owned, Record, Trashable


class DealStatus(StrEnum):
    """The columns of the board, in their order."""

    NEW = "NEW"
    IN_PROGRESS = "IN_PROGRESS"
    WON = "WON"
    LOST = "LOST"

    @property
    def is_closed(self) -> bool:
        return self in {DealStatus.WON, DealStatus.LOST}


LIVE = text("deleted_at IS NULL")
OPEN = text("deleted_at IS NULL AND closed_at IS NULL")
# Without an expected close date a deal comes last, whichever way one looks.
CLOSES = text("COALESCE(expected_close_date, 'infinity'::date)")
CLOSES_LAST = text("COALESCE(expected_close_date, '-infinity'::date)")
# The open tasks of deals, at infinity without a due date: a view, for deals know no tasks.
DEAL_STEPS = table("deal_steps", column("deal_id", Uuid()), column("due", Date()))


class Deal(Owned, Trashable, Record):
    """A sale someone is working on. ``closed_at`` is set exactly while it is won or lost.

    A trigger sets ``stage_since`` whenever the status becomes another one.
    """

    __tablename__ = "deals"
    __table_args__ = (
        CheckConstraint("amount >= 0 AND amount <> 'NaN'", name="amount_not_negative"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency_is_a_code"),
        CheckConstraint(
            "(status IN ('WON', 'LOST')) = (closed_at IS NOT NULL)", name="closed_when_decided"
        ),
        CheckConstraint("lost_reason = '' OR status = 'LOST'", name="reason_when_lost"),
        Index("uq_deals_client", "id", "client_id", unique=True),  # what tasks refer to
        Index("uq_deals_external_id", "external_id", unique=True, postgresql_where=LIVE),
        Index("ix_deals_board", "status", "rank", "id", postgresql_where=LIVE),
        Index("ix_deals_board_owner", "owner_id", "status", "rank", "id", postgresql_where=LIVE),
        Index("ix_deals_client", "client_id", "created_at", "id", postgresql_where=LIVE),
        Index("ix_deals_created", "created_at", "id", postgresql_where=LIVE),
        Index("ix_deals_updated", "updated_at", "id", postgresql_where=LIVE),
        Index("ix_deals_closed", "closed_at", postgresql_where=LIVE),
        Index("ix_deals_closes", CLOSES, "id", postgresql_where=LIVE),
        Index("ix_deals_closes_last", CLOSES_LAST, "id", postgresql_where=LIVE),
        Index("ix_deals_idle", "updated_at", "id", postgresql_where=OPEN),
        Index("ix_deals_amount", "amount", "id", postgresql_where=LIVE),
        Index("ix_deals_rank", "rank", "id", postgresql_where=LIVE),
        Index("ix_deals_title", text("fold(title)"), "id", postgresql_where=LIVE),
        Index("ix_deals_trash", "deleted_at", postgresql_where=text("deleted_at IS NOT NULL")),
        Index(
            "ix_deals_search",
            "search",
            postgresql_using="gin",
            postgresql_ops={"search": "gin_trgm_ops"},
            postgresql_with={"fastupdate": "off"},
        ),
    )

    client_id: Mapped[UUID] = mapped_column(ForeignKey("clients.id"))
    title: Mapped[str] = mapped_column(String(200))
    amount: Mapped[Decimal] = mapped_column(MONEY, default=Decimal(0))
    currency: Mapped[str] = mapped_column(String(3))
    status: Mapped[DealStatus] = mapped_column(one_of(DealStatus), default=DealStatus.NEW)
    description: Mapped[str] = mapped_column(Text, default="")
    expected_close_date: Mapped[date | None]
    lost_reason: Mapped[str] = mapped_column(String(200), default="")
    rank: Mapped[str] = mapped_column(String(2000, collation="C"))
    closed_at: Mapped[datetime | None]
    stage_since: Mapped[datetime] = mapped_column(
        server_default=func.now(), server_onupdate=FetchedValue()
    )
    external_id: Mapped[str | None] = mapped_column(String(200))
    search: Mapped[str] = mapped_column(
        Text,
        Computed("fold(title || ' ' || coalesce(external_id, ''))", persisted=True),
        deferred=True,
        deferred_raiseload=True,
    )


class DealTotal(DefaultBase):
    """Live deals of one owner in one column and currency; kept by a trigger, in the same write."""

    __tablename__ = "deal_totals"

    status: Mapped[DealStatus] = mapped_column(one_of(DealStatus), primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    amount: Mapped[Decimal] = mapped_column(Numeric(20, 2), default=Decimal(0))


CONFLICTS = {"uq_deals_external_id": ("/external_id", "Another deal has this external id")}
