"""Tasks over HTTP."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, patch, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from backend.core.actor import Actor
from backend.core.bulk_schemas import BulkView
from backend.core.http import IfMatch, Writing, created, replied, versioned
from backend.core.listing import ask, given
from backend.core.paging import Count, Cursor, Limit, Offset, Search
from backend.tasks import agenda, bulk, queries, service
from backend.tasks.models import TaskStatus
from backend.tasks.schemas import (
    Agenda,
    BulkTasks,
    EditTask,
    NewTask,
    SnoozeTask,
    TaskCalendar,
    TaskGroup,
    TaskPage,
    TaskSort,
    TaskView,
)

PerDay = Annotated[int, QueryParameter(ge=1, le=20)]


class TaskController(Controller):
    """What is to be done for a client, by whom and until when."""

    path = "/tasks"
    tags = ["tasks"]

    @get(operation_id="list_tasks")
    async def index(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        search: Search = None,
        status: FromQuery[TaskStatus | None] = None,
        assigned_to: FromQuery[UUID | None] = None,
        client: FromQuery[UUID | None] = None,
        deal: FromQuery[UUID | None] = None,
        due_from: FromQuery[date | None] = None,
        due_to: FromQuery[date | None] = None,
        overdue: FromQuery[bool | None] = None,
        trashed: FromQuery[bool] = False,
        sort: FromQuery[TaskSort] = TaskSort.NEWEST,
        limit: Limit = 50,
        offset: Offset = 0,
        cursor: Cursor = None,
        count: Count = None,
    ) -> TaskPage:
        """``overdue`` is what is not done and was due before today, where the caller is."""
        asked = ask(
            sort,
            limit=limit,
            offset=offset,
            cursor=cursor,
            count=count,
            trashed=trashed,
            search=search or None,
            status=status,
            assigned_to=assigned_to,
            client=client,
            deal=deal,
            due_from=due_from,
            due_to=due_to,
            overdue=overdue,
        )
        return await queries.tasks(state.database, request.user, asked)

    @get("/agenda", operation_id="show_agenda")
    async def agenda(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        week_end: FromQuery[date],
        search: Search = None,
        status: FromQuery[TaskStatus | None] = None,
        assigned_to: FromQuery[UUID | None] = None,
        client: FromQuery[UUID | None] = None,
        deal: FromQuery[UUID | None] = None,
        group: FromQuery[TaskGroup | None] = None,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Agenda:
        """``limit`` tasks a group, each counted whole; ``week_end`` is the last day of this week.

        ``group`` asks for one of them alone, where ``offset`` goes on.
        """
        return await agenda.agenda(
            state.database,
            request.user,
            given(
                search=search or None,
                status=status,
                assigned_to=assigned_to,
                client=client,
                deal=deal,
            ),
            [group] if group else list(TaskGroup),
            week_end=week_end,
            limit=limit,
            offset=offset,
        )

    @get("/calendar", operation_id="show_calendar")
    async def calendar(
        self,
        request: Request[Actor, Any, Any],
        state: State,
        first: FromQuery[date],
        last: FromQuery[date],
        assigned_to: FromQuery[UUID | None] = None,
        per_day: PerDay = 4,
    ) -> TaskCalendar:
        """``per_day`` tasks of each day from ``first`` to ``last``, each day counted whole."""
        return await agenda.calendar(
            state.database,
            request.user,
            given(assigned_to=assigned_to),
            first=first,
            last=last,
            per_day=per_day,
        )

    @post(operation_id="add_task")
    async def add(self, work: Writing, data: JSONBody[NewTask]) -> Response[TaskView]:
        task = await service.add_task(work, data)
        return await created(work, task, f"/api/v1/tasks/{task.id}")

    @get("/{task_id:uuid}", operation_id="show_task")
    async def show(
        self, request: Request[Actor, Any, Any], state: State, task_id: FromPath[UUID]
    ) -> Response[TaskView]:
        return versioned(await queries.task(state.database, request.user, task_id))

    @patch("/{task_id:uuid}", operation_id="edit_task")
    async def edit(
        self,
        work: Writing,
        task_id: FromPath[UUID],
        data: JSONBody[EditTask],
        if_match: IfMatch = None,
    ) -> Response[TaskView]:
        return versioned(await service.edit_task(work, task_id, data, if_match))

    @post("/{task_id:uuid}/complete", operation_id="complete_task", status_code=200)
    async def complete(
        self, work: Writing, task_id: FromPath[UUID], if_match: IfMatch = None
    ) -> Response[TaskView]:
        return await replied(work, await service.complete_task(work, task_id, if_match))

    @post("/{task_id:uuid}/reopen", operation_id="reopen_task", status_code=200)
    async def reopen(
        self, work: Writing, task_id: FromPath[UUID], if_match: IfMatch = None
    ) -> Response[TaskView]:
        return await replied(work, await service.reopen_task(work, task_id, if_match))

    @post("/{task_id:uuid}/snooze", operation_id="snooze_task", status_code=200)
    async def snooze(
        self,
        work: Writing,
        task_id: FromPath[UUID],
        data: JSONBody[SnoozeTask],
        if_match: IfMatch = None,
    ) -> Response[TaskView]:
        """Moves `remind_at`; its assignee is reminded then."""
        return await replied(work, await service.snooze_task(work, task_id, data, if_match))

    @delete("/{task_id:uuid}", operation_id="trash_task")
    async def trash(self, work: Writing, task_id: FromPath[UUID], if_match: IfMatch = None) -> None:
        await service.trash_task(work, task_id, if_match)

    @post("/{task_id:uuid}/restore", operation_id="restore_task", status_code=200)
    async def restore(self, work: Writing, task_id: FromPath[UUID]) -> Response[TaskView]:
        return await replied(work, await service.restore_task(work, task_id))

    @post("/bulk", operation_id="change_tasks", status_code=200)
    async def bulk(
        self, work: Writing, state: State, data: JSONBody[BulkTasks]
    ) -> Response[BulkView]:
        """Up to 500 at once, or all that filters find, under one batch id in the change log."""
        return await replied(work, await bulk.change_tasks(work, data, state.places))
