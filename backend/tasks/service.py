"""What can be done with a task; each verb is one transaction with its entry in the log."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET
from sqlalchemy import select
from sqlalchemy.orm import aliased

from backend.accounts.models import User
from backend.clients import service as clients
from backend.clients.models import Client
from backend.core import changes
from backend.core.clocks import next_morning, zone_of
from backend.core.http import require_version
from backend.core.refusals import Conflict, Invalid, NotFound
from backend.core.schemas import told, view_of
from backend.core.work import Work
from backend.deals import service as deals
from backend.deals.models import Deal
from backend.notifications.models import NotificationType
from backend.notifications.service import notify
from backend.tasks.models import Task, TaskStatus
from backend.tasks.schemas import EditTask, NewTask, Snooze, SnoozeTask, TaskFields, TaskView

FIELDS = (
    "client_id",
    "deal_id",
    "title",
    "description",
    "due_date",
    "remind_at",
    "status",
    "assigned_to",
    "completed_at",
    "external_id",
    "deleted_at",
)
MORNING, NIGHT_ENDS = time(9), time(4)
DELAYS = {Snooze.QUARTER: timedelta(minutes=15), Snooze.HOUR: timedelta(hours=1)}
ASSIGNEE, CREATOR = aliased(User), aliased(User)


class Opened(msgspec.Struct):
    """A task with the records whose names its view repeats."""

    task: Task
    client: Client
    deal: Deal | None
    assignee: User
    creator: User


async def add_task(work: Work, data: NewTask) -> TaskView:
    """Raises Conflict, with the id to restore, where the same task lies in the trash."""
    said = said_by(data)
    await _refuse_trashed_twin(work, said["external_id"])
    client = await clients.client_for(work, data.client_id)
    deal = await deals.deal_for(work, data.deal_id) if data.deal_id else None
    assignee = await clients.owner_for(work, data.assigned_to, pointer="/assigned_to")
    creator = await clients.owner_for(work, None)
    _require_deal_of(client, deal)
    completed_at = await work.now() if data.status is TaskStatus.DONE else None
    made = {"assigned_to": assignee.id, "created_by": creator.id, "completed_at": completed_at}
    task = Task(**said | made)
    work.session.add(task)
    await work.session.flush()
    opened = Opened(task, client, deal, assignee, creator)
    await _record(work, opened, "created", before=changes.NOTHING)
    return view(opened)


async def edit_task(work: Work, task_id: UUID, data: EditTask, if_match: str | None) -> TaskView:
    return await _change(work, await locked(work, task_id, if_match), data)


async def complete_task(work: Work, task_id: UUID, if_match: str | None) -> TaskView:
    """Changes nothing where it is done already."""
    return await edit_task(work, task_id, EditTask(status=TaskStatus.DONE), if_match)


async def reopen_task(work: Work, task_id: UUID, if_match: str | None) -> TaskView:
    """Back to what is to do; changes nothing where it is not done."""
    opened = await locked(work, task_id, if_match)
    is_done = opened.task.status is TaskStatus.DONE
    status = TaskStatus.TODO if is_done else opened.task.status
    return await _change(work, opened, EditTask(status=status))


async def snooze_task(
    work: Work, task_id: UUID, data: SnoozeTask, if_match: str | None
) -> TaskView:
    """Reminds later."""
    opened = await locked(work, task_id, if_match)
    if opened.task.status is TaskStatus.DONE:
        raise Conflict("This task is done already")
    zone = await work.one(select(User.time_zone).where(User.id == work.actor.id))
    remind_at = snoozed(data.until, await work.now(), zone_of(zone or "UTC"))
    return await _change(work, opened, EditTask(remind_at=remind_at))


def snoozed(until: Snooze, now: datetime, zone: ZoneInfo) -> datetime:
    if until is Snooze.MORNING:
        return next_morning(now, zone, at=MORNING, night_ends=NIGHT_ENDS)
    return now + DELAYS[until]


async def trash_task(work: Work, task_id: UUID, if_match: str | None) -> None:
    opened = await locked(work, task_id, if_match)
    if opened.task.deleted_at is not None:
        raise NotFound("This task is in the trash already")
    before = changes.snapshot(opened.task, FIELDS)
    opened.task.deleted_at = await work.now()
    await work.session.flush()
    await _record(work, opened, "deleted", before=before)


async def restore_task(work: Work, task_id: UUID) -> TaskView:
    opened = await locked(work, task_id, None)
    if opened.task.deleted_at is None:
        raise Conflict("This task is not in the trash")
    before = changes.snapshot(opened.task, FIELDS)
    opened.task.deleted_at = None
    await work.session.flush()
    await _record(work, opened, "restored", before=before)
    return view(opened)


async def locked(work: Work, task_id: UUID, if_match: str | None) -> Opened:
    """The task, locked for a change; 404 where the actor may not see it."""
    row = await work.joined(
        select(Task, Client, Deal, ASSIGNEE, CREATOR)
        .join(Client, Client.id == Task.client_id)
        .outerjoin(Deal, Deal.id == Task.deal_id)
        .join(ASSIGNEE, ASSIGNEE.id == Task.assigned_to)
        .join(CREATOR, CREATOR.id == Task.created_by)
        .where(Task.id == task_id)
        .with_for_update(of=Task)
    )
    if row is None or not work.actor.may_see(row[0].assigned_to, row[0].created_by):
        raise NotFound("There is no such task")
    opened = Opened(*row)
    work.actor.require_change(opened.task.assigned_to, opened.task.created_by)
    require_version(if_match, opened.task, lambda: view(opened))
    return opened


def view(opened: Opened) -> TaskView:
    return view_of(
        TaskView,
        opened.task,
        client_name=opened.client.name,
        deal_title=opened.deal.title if opened.deal else None,
        assignee_name=opened.assignee.full_name,
        creator_name=opened.creator.full_name,
    )


async def _change(work: Work, opened: Opened, data: EditTask) -> TaskView:
    task, said = opened.task, said_by(data)
    _refuse_trashed(task)
    before = changes.snapshot(task, FIELDS)
    # Ask first, change after: a query in between would flush half an edit as its own version.
    await _reattach(work, opened, data)
    if data.status is not UNSET:
        is_done = data.status is TaskStatus.DONE
        said["completed_at"] = (task.completed_at or await work.now()) if is_done else None
    for name, value in said.items():
        setattr(task, name, value)
    await work.session.flush()
    after = changes.snapshot(task, FIELDS)
    if after != before:
        await _record(work, opened, action_of(before, after), before=before)
    return view(opened)


async def _reattach(work: Work, opened: Opened, data: EditTask) -> None:
    """Finds the client, the deal and the assignee that the task gets instead."""
    task = opened.task
    if data.client_id is not UNSET and data.client_id != task.client_id:
        opened.client = await clients.client_for(work, data.client_id)
    if data.deal_id is not UNSET and data.deal_id != task.deal_id:
        opened.deal = await deals.deal_for(work, data.deal_id) if data.deal_id else None
    if data.assigned_to is not UNSET and data.assigned_to != task.assigned_to:
        opened.assignee = await clients.owner_for(work, data.assigned_to, pointer="/assigned_to")
    _require_deal_of(opened.client, opened.deal)


def action_of(before: changes.Snapshot, after: changes.Snapshot) -> changes.Action:
    was_done, is_done = (each["status"] == TaskStatus.DONE for each in (before, after))
    if was_done == is_done:
        return "updated"
    return "completed" if is_done else "reopened"


def said_by(data: NewTask | EditTask | TaskFields) -> dict[str, Any]:
    """What the body says, with the moment as PostgreSQL will give it back."""
    said = told(data)
    if moment := said.get("remind_at"):
        said["remind_at"] = _utc(moment)
    return said


def _utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise Invalid.field("/remind_at", "There is no such moment") from error


async def _refuse_trashed_twin(work: Work, external_id: str | None) -> None:
    if external_id is None:
        return
    trashed = select(Task).where(Task.external_id == external_id, Task.deleted_at.is_not(None))
    twin = await work.one(trashed.limit(1))
    if twin is not None and work.actor.may_see(twin.assigned_to, twin.created_by):
        raise Conflict("Such a task is in the trash; restore it", trashed_id=twin.id)


async def _record(
    work: Work, opened: Opened, action: changes.Action, *, before: changes.Snapshot
) -> None:
    task = opened.task
    names = {"name": task.title, "client_name": opened.client.name}
    if opened.deal is not None:
        names["deal_title"] = opened.deal.title
    after = changes.snapshot(task, FIELDS)
    whose = changes.snapshot(task, ("created_by",))
    await changes.record(
        work, "task", task.id, action, names=names, before=before, after=after, whose=whose
    )
    if after["assigned_to"] != before.get("assigned_to"):
        kind, payload = NotificationType.TASK_ASSIGNED, {**names, "due_date": task.due_date}
        await notify(work, task.assigned_to, kind, task.id, payload, by=work.actor_id)


def _refuse_trashed(task: Task) -> None:
    if task.deleted_at is not None:
        raise Conflict("This task is in the trash; restore it first", trashed_id=task.id)


def _require_deal_of(client: Client, deal: Deal | None) -> None:
    if deal is not None and deal.client_id != client.id:
        raise Invalid.field("/deal_id", "This deal is another client's")
