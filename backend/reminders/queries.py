"""Reads of reminders: what a link leads to."""

from datetime import datetime

from msgspec import Struct
from sqlalchemy import bindparam, func, select

from backend.accounts.models import User
from backend.clients.models import Client
from backend.core.actor import Actor, Role
from backend.core.db import Database, Query
from backend.core.refusals import NotFound
from backend.notifications.reminder_links import Link, Links
from backend.reminders.schemas import ReminderView
from backend.tasks.models import Task

# What ends all of somebody's sessions, a reset or their being shut off, ends their links too.
LED_TO = Query(
    select(
        Task.id,
        Task.title,
        Client.name,
        Task.due_date,
        Task.remind_at,
        Task.status,
        User.full_name,
        User.time_zone,
        User.locale,
    )
    .join(Client, Client.id == Task.client_id)
    .join(User, User.id == Task.assigned_to)
    .where(
        Task.id == bindparam("task_id"),
        Task.deleted_at.is_(None),
        User.id == bindparam("person_id"),
        User.is_active,
        User.sessions_valid_after <= bindparam("made_at"),
    )
)
NOW = Query(select(func.now()))


class Bearer(Struct, frozen=True):
    """Who holds a link, and what it shows them."""

    link: Link
    reminder: ReminderView

    @property
    def actor(self) -> Actor:
        """Never more than a user who sees their own, whoever they are."""
        return Actor(self.link.person_id, Role.USER, self.link.task_id, sees_all=False)


async def bearer(database: Database, links: Links, token: str) -> Bearer:
    """Raises NotFound where the task is another's by now, or gone."""
    link = links.take(token, await now(database))
    found = await LED_TO.row(
        database, task_id=link.task_id, person_id=link.person_id, made_at=link.made_at
    )
    if found is None:
        raise NotFound("This task is not yours any more, or it was deleted")
    return Bearer(link, ReminderView(*found))


async def now(database: Database) -> datetime:
    """By the database's clock, which all processes share."""
    (row,) = await NOW.rows(database)
    moment: datetime = row[0]
    return moment
