"""The parts of the tasks API that our pages use, in our own words."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from bff.gateway.client import Backend, View
from bff.gateway.fields import Moment, Name, Text


class TaskStatus(StrEnum):
    TODO = "TODO"
    IN_PROGRESS = "IN_PROGRESS"
    DONE = "DONE"


class TaskGroup(StrEnum):
    """By when a task is due."""

    OVERDUE = "OVERDUE"
    TODAY = "TODAY"
    TOMORROW = "TOMORROW"
    THIS_WEEK = "THIS_WEEK"
    LATER = "LATER"
    UNDATED = "UNDATED"
    DONE = "DONE"


class TaskView(View):
    id: UUID
    client_id: UUID
    client_name: str
    deal_id: UUID | None
    deal_title: str | None
    title: str
    description: str
    due_date: date | None
    remind_at: Moment | None
    status: TaskStatus
    assigned_to: UUID
    assignee_name: str
    created_by: UUID
    creator_name: str
    completed_at: Moment | None
    version: int
    created_at: Moment
    deleted_at: Moment | None

    @property
    def is_done(self) -> bool:
        return self.status is TaskStatus.DONE


class TaskPage(View):
    items: list[TaskView]
    total: int
    total_is_exact: bool
    next_cursor: str | None


class AgendaGroup(View):
    """``count`` speaks of every task of the group, not of the loaded ``items``."""

    group: TaskGroup
    count: int
    items: list[TaskView]


class Agenda(View):
    """``today`` is the day it is where the reader is."""

    today: date
    groups: list[AgendaGroup]

    def __getitem__(self, group: TaskGroup) -> AgendaGroup:
        return next(each for each in self.groups if each.group == group)


class CalendarDay(View):
    """``count`` speaks of every task of the day, not of the loaded ``items``."""

    day: date
    count: int
    items: list[TaskView]


class TaskCalendar(View):
    days: list[CalendarDay]


class NewTask(Struct, omit_defaults=True):
    client_id: UUID
    title: Name
    deal_id: UUID | None = None
    description: Text = ""
    due_date: date | None = None
    remind_at: Moment | None = None
    assigned_to: UUID | None = None


class EditTask(Struct, omit_defaults=True):
    client_id: UUID | UnsetType = UNSET
    title: Name | UnsetType = UNSET
    description: Text | UnsetType = UNSET
    due_date: date | UnsetType | None = UNSET
    remind_at: Moment | UnsetType | None = UNSET
    status: TaskStatus | UnsetType = UNSET
    assigned_to: UUID | UnsetType = UNSET


class Snooze(StrEnum):
    """In 15 minutes, in an hour, or at nine in one's next morning."""

    QUARTER = "15m"
    HOUR = "1h"
    MORNING = "morning"


class SnoozeTask(Struct):
    until: Snooze


class TaskGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def agenda(
        self,
        *,
        week_end: date,
        search: str | None = None,
        status: TaskStatus | None = None,
        assigned_to: UUID | None = None,
        client: UUID | None = None,
        deal: UUID | None = None,
        group: TaskGroup | None = None,
        limit: int = 20,
        offset: int = 0,
    ) -> Agenda:
        return await self._backend.get(
            "tasks/agenda",
            Agenda,
            week_end=str(week_end),
            search=search,
            status=status,
            assigned_to=assigned_to,
            client=client,
            deal=deal,
            group=group,
            limit=limit,
            offset=offset,
        )

    async def calendar(
        self, first: date, last: date, *, assigned_to: UUID | None = None, per_day: int
    ) -> TaskCalendar:
        return await self._backend.get(
            "tasks/calendar",
            TaskCalendar,
            first=str(first),
            last=str(last),
            assigned_to=assigned_to,
            per_day=per_day,
        )

    async def one(self, task_id: UUID) -> TaskView:
        return await self._backend.get(f"tasks/{task_id}", TaskView)

    async def create(self, task: NewTask, *, key: str) -> TaskView:
        return await self._backend.post("tasks/", TaskView, task, key=key)

    async def edit(self, task_id: UUID, edit: EditTask, *, version: int) -> TaskView:
        return await self._backend.patch(f"tasks/{task_id}", TaskView, edit, version=version)

    async def complete(self, task_id: UUID, *, key: str, version: int | None = None) -> TaskView:
        path = f"tasks/{task_id}/complete"
        return await self._backend.post(path, TaskView, key=key, version=version)

    async def reopen(self, task_id: UUID, *, key: str) -> TaskView:
        return await self._backend.post(f"tasks/{task_id}/reopen", TaskView, key=key)

    async def snooze(self, task_id: UUID, until: Snooze, *, key: str) -> TaskView:
        path = f"tasks/{task_id}/snooze"
        return await self._backend.post(path, TaskView, SnoozeTask(until), key=key)

    async def delete(self, task_id: UUID, *, version: int) -> None:
        await self._backend.delete(f"tasks/{task_id}", version=version)

    async def restore(self, task_id: UUID, *, key: str) -> TaskView:
        return await self._backend.post(f"tasks/{task_id}/restore", TaskView, key=key)
