"""Reads of tasks: columns straight into views."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Date, and_, bindparam, cast, func, literal_column, select
from sqlalchemy.orm import aliased

from backend.accounts.models import User
from backend.clients.models import Client
from backend.core.actor import Actor, scoped
from backend.core.db import Database, Query
from backend.core.listing import AnySelect, Asked, Listing, Sort, view_columns
from backend.core.paging import contains
from backend.core.refusals import NotFound
from backend.deals.models import Deal
from backend.tasks.models import Task, TaskStatus, TaskTotal
from backend.tasks.schemas import TaskPage, TaskSort, TaskView

ASSIGNEE, CREATOR = aliased(User), aliased(User)
# asyncpg writes the last day that Python knows as PostgreSQL's infinity, and the first likewise.
DUE_OR_NEVER = func.coalesce(Task.due_date, literal_column("'infinity'::date", Date()))
DUE_OR_LONG_AGO = func.coalesce(Task.due_date, literal_column("'-infinity'::date", Date()))
# Where whoever asks is: what is overdue in Tokyo may still have hours in Lisbon.
TODAY = (
    select(cast(func.timezone(User.time_zone, func.now()), Date))
    .where(User.id == bindparam("actor_id"))
    .scalar_subquery()
)
# Said twice where it narrows: the expression has the index, the column has the statistics.
OVERDUE = and_(
    DUE_OR_NEVER < TODAY,
    Task.due_date <= func.current_date(),  # in UTC, so TODAY is tomorrow at the latest
    Task.status != TaskStatus.DONE,
)
JOINED: AnySelect = (
    select(
        *view_columns(
            TaskView,
            Task,
            client_name=Client.name,
            deal_title=Deal.title,
            assignee_name=ASSIGNEE.full_name,
            creator_name=CREATOR.full_name,
        )
    )
    .join(Client, Client.id == Task.client_id)
    .outerjoin(Deal, Deal.id == Task.deal_id)
    .join(ASSIGNEE, ASSIGNEE.id == Task.assigned_to)
    .join(CREATOR, CREATOR.id == Task.created_by)
)


def _total(filters: frozenset[str]) -> AnySelect | None:
    """Maintained for live tasks by status and assignee."""
    if not filters <= {"live", "status", "assigned_to"}:
        return None
    total: AnySelect = select(func.coalesce(func.sum(TaskTotal.count), 0))
    if "status" in filters:
        total = total.where(TaskTotal.status == bindparam("status"))
    if "assigned_to" in filters:
        total = total.where(TaskTotal.assigned_to == bindparam("assigned_to"))
    return total


def _sort(by: TaskSort) -> Sort:
    field = by.value.removeprefix("-")
    descending = by.value.startswith("-")
    if by is TaskSort.DUE:
        return Sort(DUE_OR_NEVER, field, date, when_null=date.max)
    if by is TaskSort.DUE_DESC:
        return Sort(DUE_OR_LONG_AGO, field, date, descending=True, when_null=date.min)
    column = getattr(Task, field)
    kind = column.type.python_type
    return Sort(column, field, kind, descending=descending, folded=field == "title")


CLAUSES: Mapping[str, ColumnElement[bool]] = {
    "live": Task.deleted_at.is_(None),
    "trashed": Task.deleted_at.is_not(None),
    "status": Task.status == bindparam("status"),
    "assigned_to": Task.assigned_to == bindparam("assigned_to"),
    "client": Task.client_id == bindparam("client"),
    "deal": Task.deal_id == bindparam("deal"),
    "due_from": and_(Task.due_date >= bindparam("due_from"), bindparam("due_from") <= DUE_OR_NEVER),
    "due_to": and_(Task.due_date <= bindparam("due_to"), bindparam("due_to") >= DUE_OR_NEVER),
    "overdue": bindparam("overdue") == OVERDUE,
    "search": contains(Task.search),
}
LISTING = Listing(
    TaskView,
    JOINED,
    key=Task.id,
    owners=[Task.assigned_to, Task.created_by],
    sorts={by.value: _sort(by) for by in TaskSort},
    clauses=CLAUSES,
    totals=_total,
    totals_owners=[TaskTotal.assigned_to, TaskTotal.created_by],
)
ONE = JOINED.where(Task.id == bindparam("task_id"))
ONE_OF_ALL = Query(ONE)
ONE_OF_OWN = Query(scoped(ONE, Task.assigned_to, Task.created_by, sees_all=False))


async def task(database: Database, actor: Actor, task_id: UUID) -> TaskView:
    """A trashed one too: its page says so and offers to restore it."""
    query = ONE_OF_ALL if actor.sees_all else ONE_OF_OWN
    row = await query.row(database, task_id=task_id, actor_id=actor.id)
    if row is None:
        raise NotFound("There is no such task")
    return TaskView(*row)


async def tasks(database: Database, actor: Actor, asked: Asked) -> TaskPage:
    found = await LISTING.page(database, actor, asked)
    return TaskPage(
        found.items,
        found.total,
        found.total_is_exact,
        asked.limit,
        asked.offset,
        found.next_cursor,
    )
