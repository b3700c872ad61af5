"""One verb for many tasks."""

from uuid import UUID

import msgspec
from msgspec import UNSET
from sqlalchemy import any_, bindparam, select

from backend.clients.models import Client
from backend.clients.service import owner_for
from backend.core import bulk, changes
from backend.core.bulk_schemas import BulkView
from backend.core.listing import AnySelect
from backend.core.portions import Places
from backend.core.rows import Values, items
from backend.core.work import Work
from backend.deals.models import Deal
from backend.notifications.models import NotificationType
from backend.notifications.service import telling
from backend.tasks.models import CONFLICTS, Task, TaskStatus
from backend.tasks.queries import LISTING
from backend.tasks.schemas import BulkTasks
from backend.tasks.service import FIELDS, action_of, said_by

KIND = bulk.Kind(
    "task",
    "tasks",
    "title",
    CONFLICTS,
    telling("assigned_to", NotificationType.TASK_ASSIGNED, "due_date"),
)
READ = (*FIELDS, "created_by")
LOCKED: AnySelect = (
    select(Task.id, Task.version, *(getattr(Task, name) for name in READ))
    .where(Task.id == any_(bindparam("ids")))
    .order_by(Task.id)
    .with_for_update()
)
NAMES: AnySelect = (
    select(Task.id, Client.name, Deal.title)
    .join(Client, Client.id == Task.client_id)
    .outerjoin(Deal, Deal.id == Task.deal_id)
    .where(Task.id == any_(bindparam("ids")))
)


async def change_tasks(work: Work, asked: BulkTasks, places: Places) -> BulkView:
    given = {"fields": asked.fields is not UNSET, "assigned_to": asked.assigned_to is not UNSET}
    bulk.require_only(asked, given)
    start = await bulk.begin(work, asked, asked.filters, LISTING, places)
    said: Values = {}
    if asked.fields is not UNSET:
        said |= msgspec.to_builtins(said_by(asked.fields))
    if asked.assigned_to is not UNSET:
        assignee = await owner_for(work, asked.assigned_to, pointer="/assigned_to")
        said["assigned_to"] = str(assignee.id)

    def compose(values: Values) -> tuple[changes.Action, Values]:
        after = values | said
        is_done = after["status"] == TaskStatus.DONE
        after["completed_at"] = (values["completed_at"] or start.now) if is_done else None
        return action_of(values, after), after

    loaded = await _loaded(work, start.ids)
    return await bulk.change(work, KIND, asked, start, loaded, compose)


async def _loaded(work: Work, ids: list[UUID]) -> list[bulk.Loaded]:
    found = await items(work, LOCKED, READ, ids=ids)
    named = await work.session.execute(NAMES, {"ids": ids})
    names = {str(task): _names(client, deal) for task, client, deal in named}
    return [bulk.Loaded(item, _owners(item.values), names[item.id]) for item in found]


def _owners(values: Values) -> tuple[UUID, UUID]:
    """Whoever made it is no field that an update might write."""
    return UUID(values["assigned_to"]), UUID(values.pop("created_by"))


def _names(client: str, deal: str | None) -> dict[str, str]:
    return {"client_name": client} | ({"deal_title": deal} if deal else {})
