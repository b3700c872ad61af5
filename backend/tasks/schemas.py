"""Tasks on the wire."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import UNSET, UnsetType

from backend.core import examples
from backend.core.bulk_schemas import Bulk
from backend.core.schemas import Body, ExternalId, Filters, Moment, Name, Searched, Text, View
from backend.tasks.models import TaskStatus


class TaskSort(StrEnum):
    """A leading ``-`` means descending; without a due date comes last either way."""

    NEWEST = "-created_at"
    OLDEST = "created_at"
    DUE = "due_date"
    DUE_DESC = "-due_date"
    TITLE = "title"
    TITLE_DESC = "-title"
    UPDATED = "-updated_at"
    LEAST_UPDATED = "updated_at"


class TaskView(View):
    """``due_date`` is a day, the same one in every time zone; ``remind_at`` is a moment."""

    id: UUID
    client_id: UUID
    client_name: str
    deal_id: UUID | None
    deal_title: str | None
    title: str
    description: str
    due_date: date | None
    remind_at: datetime | None
    status: TaskStatus
    assigned_to: UUID
    assignee_name: str
    created_by: UUID
    creator_name: str
    completed_at: datetime | None
    external_id: str | None
    version: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None

    example = {
        "id": examples.TASK,
        "client_id": examples.CLIENT,
        "client_name": "Acme Roofing",
        "deal_id": examples.DEAL,
        "deal_title": "New roof",
        "title": "Send the offer",
        "description": "With photos of the last roof",
        "due_date": "2026-11-27",
        "remind_at": "2026-11-27T08:00:00Z",
        "status": "TODO",
        "assigned_to": examples.BOB,
        "assignee_name": "Bob Berg",
        "created_by": examples.ANN,
        "creator_name": "Ann Archer",
        "completed_at": None,
        "external_id": None,
        "version": 1,
        "created_at": examples.MADE,
        "updated_at": examples.MADE,
        "deleted_at": None,
    }


class TaskGroup(StrEnum):
    """By when a task is due, where the caller is; ``DONE`` is what was done in seven days."""

    OVERDUE = "OVERDUE"
    TODAY = "TODAY"
    TOMORROW = "TOMORROW"
    THIS_WEEK = "THIS_WEEK"
    LATER = "LATER"
    UNDATED = "UNDATED"
    DONE = "DONE"


class AgendaGroup(View):
    """``count`` speaks of every task of the group, not of the loaded ``items``."""

    group: TaskGroup
    count: int
    items: list[TaskView]


class Agenda(View):
    """``today`` is the day it is where the caller is."""

    today: date
    groups: list[AgendaGroup]

    example = {
        "today": "2026-11-26",
        "groups": [{"group": "TOMORROW", "count": 1, "items": [TaskView.example]}],
    }


class CalendarDay(View):
    """``count`` speaks of every task of the day, not of the loaded ``items``."""

    day: date
    count: int
    items: list[TaskView]


class TaskCalendar(View):
    """Only days that have tasks."""

    days: list[CalendarDay]

    example = {"days": [{"day": "2026-11-27", "count": 1, "items": [TaskView.example]}]}


class TaskPage(View):
    items: list[TaskView]
    total: int
    total_is_exact: bool
    limit: int
    offset: int
    next_cursor: str | None


class TaskFilters(Filters):
    search: Searched | None = None
    status: TaskStatus | None = None
    assigned_to: UUID | None = None
    client: UUID | None = None
    deal: UUID | None = None
    due_from: date | None = None
    due_to: date | None = None
    overdue: bool | None = None


class NewTask(Body):
    """``assigned_to`` defaults to whoever asks; a deal must be one of the client's."""

    client_id: UUID
    title: Name
    deal_id: UUID | None = None
    description: Text = ""
    due_date: date | None = None
    remind_at: Moment | None = None
    status: TaskStatus = TaskStatus.TODO
    assigned_to: UUID | None = None
    external_id: ExternalId | None = None

    example = {
        "client_id": examples.CLIENT,
        "deal_id": examples.DEAL,
        "title": "Send the offer",
        "description": "With photos of the last roof",
        "due_date": "2026-11-27",
        "remind_at": "2026-11-27T08:00:00Z",
        "assigned_to": examples.BOB,
    }


class EditTask(Body):
    """Absent fields stay as they are; ``null`` clears."""

    client_id: UUID | UnsetType = UNSET
    deal_id: UUID | UnsetType | None = UNSET
    title: Name | UnsetType = UNSET
    description: Text | UnsetType = UNSET
    due_date: date | UnsetType | None = UNSET
    remind_at: Moment | UnsetType | None = UNSET
    status: TaskStatus | UnsetType = UNSET
    assigned_to: UUID | UnsetType = UNSET
    external_id: ExternalId | UnsetType | None = UNSET

    example = {"due_date": "2026-12-04", "remind_at": None}


class Snooze(StrEnum):
    """Until when: in 15 minutes, in an hour, or at nine in the next morning of whoever asks."""

    QUARTER = "15m"
    HOUR = "1h"
    MORNING = "morning"


class SnoozeTask(Body):
    until: Snooze

    example = {"until": "1h"}


class TaskFields(Body):
    """What many tasks can have alike; absent fields stay as they are, ``null`` clears."""

    status: TaskStatus | UnsetType = UNSET
    description: Text | UnsetType = UNSET
    due_date: date | UnsetType | None = UNSET
    remind_at: Moment | UnsetType | None = UNSET


class BulkTasks(Bulk, kw_only=True):
    """``fields`` go with ``update``, ``assigned_to`` with ``assign``."""

    filters: TaskFilters | UnsetType = UNSET
    fields: TaskFields | UnsetType = UNSET
    assigned_to: UUID | UnsetType = UNSET

    example = {
        "ids": [examples.TASK],
        "action": "update",
        "fields": {"status": "DONE"},
        "versions": {examples.TASK: 1},
    }
