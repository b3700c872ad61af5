"""Tasks, and how many each pair of people has in each status."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from advanced_alchemy.base import DefaultBase
from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.columns import one_of
from backend.core.model import Record, Trashable


class TaskStatus(StrEnum):
    TODO = "TODO"
    IN_PROGRESS = "IN_PROGRESS"
    DONE = "DONE"


LIVE = text("deleted_at IS NULL")
OPEN = text("deleted_at IS NULL AND status <> 'DONE'")
REMINDS = text("remind_at IS NOT NULL AND reminded_for IS DISTINCT FROM remind_at")
OF_DEAL = text(f"{OPEN} AND deal_id IS NOT NULL")  # as the view deal_steps, which deals read
# Without a due date a task comes last, whichever way one looks.
DUE = text("COALESCE(due_date, 'infinity'::date)")
DUE_LAST = text("COALESCE(due_date, '-infinity'::date)")


class Task(Trashable, Record):
    """Something to do for a client; ``completed_at`` is set exactly while it is done.

    ``reminded_for`` is the ``remind_at`` that was told or has passed in vain: another one counts
    anew.

    It belongs to two people: who does it and who made it. When its deal goes to another client,
    the foreign key takes it along.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        CheckConstraint(
            "(status = 'DONE') = (completed_at IS NOT NULL)", name="completed_when_done"
        ),
        ForeignKeyConstraint(
            ["deal_id", "client_id"],
            ["deals.id", "deals.client_id"],
            name="fk_tasks_deal_of_client",
            onupdate="CASCADE",
        ),
        Index("uq_tasks_external_id", "external_id", unique=True, postgresql_where=LIVE),
        Index("ix_tasks_assignee", "assigned_to", DUE, "id", postgresql_where=LIVE),
        Index("ix_tasks_creator", "created_by", "created_at", "id", postgresql_where=LIVE),
        Index("ix_tasks_client", "client_id", "created_at", "id", postgresql_where=LIVE),
        Index("ix_tasks_deal", "deal_id", "created_at", "id"),
        Index("ix_tasks_steps", "deal_id", DUE, postgresql_where=OF_DEAL),
        Index("ix_tasks_status", "status", "created_at", "id", postgresql_where=LIVE),
        Index("ix_tasks_open", DUE, "id", postgresql_where=OPEN),
        Index("ix_tasks_due", DUE, "id", postgresql_where=LIVE),
        Index("ix_tasks_due_last", DUE_LAST, "id", postgresql_where=LIVE),
        Index("ix_tasks_reminders", "remind_at", "id", postgresql_where=REMINDS),
        Index("ix_tasks_created", "created_at", "id", postgresql_where=LIVE),
        Index("ix_tasks_updated", "updated_at", "id", postgresql_where=LIVE),
        Index(
            "ix_tasks_completed",
            "completed_at",
            "id",
            postgresql_where=text("deleted_at IS NULL AND status = 'DONE'"),
        ),
        Index("ix_tasks_title", text("fold(title)"), "id", postgresql_where=LIVE),
        Index("ix_tasks_trash", "deleted_at", postgresql_where=text("deleted_at IS NOT NULL")),
        Index(
            "ix_tasks_search",
            "search",
            postgresql_using="gin",
            postgresql_ops={"search": "gin_trgm_ops"},
            postgresql_with={"fastupdate": "off"},
        ),
    )

    client_id: Mapped[UUID] = mapped_column(ForeignKey("clients.id"))
    deal_id: Mapped[UUID | None]
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    due_date: Mapped[date | None]
    remind_at: Mapped[datetime | None]
    reminded_for: Mapped[datetime | None]
    status: Mapped[TaskStatus] = mapped_column(one_of(TaskStatus), default=TaskStatus.TODO)
    assigned_to: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    completed_at: Mapped[datetime | None]
    external_id: Mapped[str | None] = mapped_column(String(200))
    search: Mapped[str] = mapped_column(
        Text,
        Computed("fold(title || ' ' || coalesce(external_id, ''))", persisted=True),
        deferred=True,
        deferred_raiseload=True,
    )


class TaskTotal(DefaultBase):
    """Live tasks of one status that one person made for another; kept by a trigger."""

    __tablename__ = "task_totals"

    status: Mapped[TaskStatus] = mapped_column(one_of(TaskStatus), primary_key=True)
    assigned_to: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


CONFLICTS = {"uq_tasks_external_id": ("/external_id", "Another task has this external id")}
