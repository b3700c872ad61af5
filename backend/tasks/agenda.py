"""Tasks as a day is planned: in groups by when they are due, and on the days of a calendar."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    and_,
    bindparam,
    func,
    literal_column,
    select,
    union_all,
)

from backend.core.actor import Actor, scoped
from backend.core.db import Database, Query
from backend.core.listing import AnySelect
from backend.core.refusals import Invalid
from backend.tasks.models import Task
from backend.tasks.queries import CLAUSES, DUE_OR_NEVER, JOINED, TODAY
from backend.tasks.schemas import (
    Agenda,
    AgendaGroup,
    CalendarDay,
    TaskCalendar,
    TaskGroup,
    TaskView,
)

WIDEST = 62  # days of a calendar: two months
WEEK_END = bindparam("week_end", type_=Date())
# Written out: PostgreSQL sees a partial index's condition in a constant, not in a parameter.
DONE: ColumnElement[str] = literal_column("'DONE'")
NEVER = literal_column("'infinity'::date", Date())
OPEN = Task.status != DONE
TOMORROW = TODAY + 1
GROUPS: Mapping[TaskGroup, ColumnElement[bool]] = {
    TaskGroup.OVERDUE: and_(OPEN, DUE_OR_NEVER < TODAY),
    TaskGroup.TODAY: and_(OPEN, DUE_OR_NEVER == TODAY),
    TaskGroup.TOMORROW: and_(OPEN, DUE_OR_NEVER == TOMORROW),
    TaskGroup.THIS_WEEK: and_(OPEN, DUE_OR_NEVER > TOMORROW, DUE_OR_NEVER <= WEEK_END),
    TaskGroup.LATER: and_(
        OPEN, func.greatest(TOMORROW, WEEK_END) < DUE_OR_NEVER, DUE_OR_NEVER < NEVER
    ),
    TaskGroup.UNDATED: and_(OPEN, DUE_OR_NEVER == NEVER),
    TaskGroup.DONE: and_(
        Task.status == DONE,
        Task.completed_at >= func.now() - literal_column("interval '7 days'"),
    ),
}


async def agenda(
    database: Database,
    actor: Actor,
    filters: Mapping[str, Any],
    groups: Sequence[TaskGroup],
    *,
    week_end: date,
    limit: int,
    offset: int = 0,
) -> Agenda:
    """Each group's exact count and its first tasks: two statements side by side."""
    values = {**filters, "actor_id": actor.id, "week_end": week_end}
    shape = (frozenset(filters), tuple(groups), actor.sees_all)
    counts, tasks = await asyncio.gather(
        counts_query(*shape).rows(database, **values),
        tasks_query(*shape).rows(database, **values, rows=limit, skip=offset),
    )
    today = {row["today"] for row in counts}.pop()
    counted = {row["name"]: row["count"] for row in counts}
    found = defaultdict[str, list[TaskView]](list)
    for *view, name in tasks:
        found[name].append(TaskView(*view))
    return Agenda(today, [AgendaGroup(each, counted[each], found[each]) for each in groups])


@lru_cache(maxsize=256)
def counts_query(filters: frozenset[str], groups: tuple[TaskGroup, ...], sees_all: bool) -> Query:
    parts = [
        _narrowed(
            select(_name(group), TODAY.label("today"), func.count().label("count")).where(
                GROUPS[group]
            ),
            filters,
            sees_all=sees_all,
        )
        for group in groups
    ]
    return Query(union_all(*parts))


@lru_cache(maxsize=256)
def tasks_query(filters: frozenset[str], groups: tuple[TaskGroup, ...], sees_all: bool) -> Query:
    """For each group a walk along its index; the names are joined to those few tasks."""
    parts = [_first(group, filters, sees_all=sees_all) for group in groups]
    first = union_all(*parts).subquery("first")
    return Query(
        JOINED.add_columns(first.c.name)
        .join(first, first.c.id == Task.id)
        .order_by(Task.completed_at.desc().nulls_first(), DUE_OR_NEVER, Task.id)
    )


def _first(group: TaskGroup, filters: frozenset[str], *, sees_all: bool) -> AnySelect:
    of_group = select(Task.id, _name(group)).where(GROUPS[group])
    statement = _narrowed(of_group, filters, sees_all=sees_all)
    is_done = group is TaskGroup.DONE
    order = (Task.completed_at.desc(), Task.id) if is_done else (DUE_OR_NEVER, Task.id)
    page = statement.order_by(*order).limit(bindparam("rows")).offset(bindparam("skip"))
    return select(page.subquery())


def _name(group: TaskGroup) -> ColumnElement[str]:
    return literal_column(f"'{group.value}'").label("name")


async def calendar(
    database: Database,
    actor: Actor,
    filters: Mapping[str, Any],
    *,
    first: date,
    last: date,
    per_day: int,
) -> TaskCalendar:
    """Every day that has tasks, with their exact count and the first of them. Done ones last."""
    if not timedelta(0) <= last - first < timedelta(WIDEST):
        raise Invalid.field("?last", f"A calendar has 1 to {WIDEST} days")
    values = {"due_from": first, "due_to": last, "per_day": per_day, "actor_id": actor.id}
    query = calendar_query(frozenset(filters), actor.sees_all)
    days: dict[date, CalendarDay] = {}
    for *view, day, count in await query.rows(database, **filters, **values):
        days.setdefault(day, CalendarDay(day, count, [])).items.append(TaskView(*view))
    return TaskCalendar(list(days.values()))


@lru_cache(maxsize=64)
def calendar_query(filters: frozenset[str], sees_all: bool) -> Query:
    order = (Task.completed_at.is_not(None), Task.id)
    day = Task.due_date
    ranked = _narrowed(
        select(
            Task.id,
            day.label("day"),
            func.row_number().over(partition_by=day, order_by=order).label("place"),
            func.count().over(partition_by=day).label("count"),
        ),
        filters | {"due_from", "due_to"},
        sees_all=sees_all,
    ).subquery("ranked")
    return Query(
        JOINED.add_columns(ranked.c.day, ranked.c.count)
        .join(ranked, ranked.c.id == Task.id)
        .where(ranked.c.place <= bindparam("per_day"))
        .order_by(Task.due_date, ranked.c.place)
    )


def _narrowed(statement: AnySelect, filters: frozenset[str], *, sees_all: bool) -> AnySelect:
    narrowed = statement.where(*(CLAUSES[name] for name in sorted(filters)))
    return scoped(narrowed, Task.assigned_to, Task.created_by, sees_all=sees_all)
