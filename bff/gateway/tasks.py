"""The parts of the tasks API that our pages use, in our own words."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from bff.gateway.client import View


class TaskStatus(StrEnum):
    TODO = "TODO"
    IN_PROGRESS = "IN_PROGRESS"
    DONE = "DONE"


class TaskView(View):
    id: UUID
    title: str
    due_date: date | None
    status: TaskStatus
    assignee_name: str


class TaskPage(View):
    items: list[TaskView]
    total: int
    total_is_exact: bool
    next_cursor: str | None
