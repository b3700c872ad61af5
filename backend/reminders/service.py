"""Tells people of their tasks at the minute they asked for, once."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import text

from backend.core.clocks import Quiet, is_quiet, zone_of
from backend.core.db import Database
from backend.core.http import unit_of_work
from backend.core.work import Work
from backend.notifications.models import NotificationType
from backend.notifications.service import notify

PORTION = 500  # tasks that one transaction holds
WAITED = timedelta(hours=1)  # those that waited longer, of one person, are told together
NAMED = 20  # of them
DUE = "t.remind_at <= :now AND t.reminded_for IS DISTINCT FROM t.remind_at"
RESTING = text(f"""
    SELECT DISTINCT u.id, u.time_zone, u.quiet_from, u.quiet_to
    FROM tasks t JOIN users u ON u.id = t.assigned_to
    WHERE {DUE} AND u.quiet_from IS NOT NULL
""")  # noqa: S608  # the condition is a constant of this module
# Whatever another scheduler holds, or somebody changes right now, is skipped until the next round.
TAKEN = text(f"""
    WITH due AS (
        SELECT t.id FROM tasks t
        WHERE {DUE} AND t.assigned_to <> ALL(CAST(:resting AS uuid[]))
        ORDER BY t.remind_at, t.id LIMIT {PORTION} FOR UPDATE SKIP LOCKED
    ), taken AS (
        UPDATE tasks t SET reminded_for = t.remind_at FROM due WHERE t.id = due.id
        RETURNING t.*
    )
    SELECT t.id, t.assigned_to, t.title, t.due_date, t.remind_at, c.name, d.title,
        t.status <> 'DONE' AND t.deleted_at IS NULL AND u.is_active
    FROM taken t
    JOIN users u ON u.id = t.assigned_to
    JOIN clients c ON c.id = t.client_id
    LEFT JOIN deals d ON d.id = t.deal_id
    ORDER BY t.remind_at, t.id
""")  # noqa: S608  # the condition and the number are constants of this module


class Reminder(Struct, frozen=True):
    """``is_wanted``: its task is still to be done, by somebody who may sign in."""

    task_id: UUID
    person_id: UUID
    title: str
    due_date: date | None
    remind_at: datetime
    client_name: str
    deal_title: str | None
    is_wanted: bool

    @property
    def payload(self) -> dict[str, Any]:
        said = {"name": self.title, "client_name": self.client_name, "remind_at": self.remind_at}
        if self.deal_title:
            said["deal_title"] = self.deal_title
        return said | {"due_date": self.due_date}


async def remind(
    database: Database, ring: Callable[[], Awaitable[None]], *, now: datetime | None = None
) -> int:
    """Says how many reminders were taken; ``now`` is the database's unless it is given.

    One that fell into its person's quiet hours waits for their end, one that has passed while no
    worker ran is told late, and one whose task was done or deleted by then is over.
    """
    taken = PORTION
    count = 0
    while taken == PORTION:
        async with unit_of_work(database, None, after_commit=ring) as work:
            taken = await _remind_some(work, now or await work.now())
        count += taken
    return count


async def _remind_some(work: Work, now: datetime) -> int:
    resting = [
        user_id
        for user_id, zone, starts, ends in await work.session.execute(RESTING, {"now": now})
        if is_quiet(now, zone_of(zone), Quiet(starts, ends))
    ]
    found = await work.session.execute(TAKEN, {"now": now, "resting": resting})
    taken = [Reminder(*row) for row in found]
    theirs: defaultdict[UUID, list[Reminder]] = defaultdict(list)
    for reminder in taken:
        if reminder.is_wanted:
            theirs[reminder.person_id].append(reminder)
    for person_id, reminders in theirs.items():
        for together in told_together(reminders, now):
            await _tell(work, person_id, together)
    return len(taken)


def told_together(reminders: Iterable[Reminder], now: datetime) -> list[list[Reminder]]:
    """Each by itself, but those that had to wait by one notification: nobody reads a flood."""
    waited: list[Reminder] = []
    told: list[list[Reminder]] = []
    for reminder in reminders:
        if now - reminder.remind_at > WAITED:
            waited.append(reminder)
        else:
            told.append([reminder])
    return [waited, *told] if waited else told


async def _tell(work: Work, person_id: UUID, reminders: Sequence[Reminder]) -> None:
    first = reminders[0]
    payload = first.payload
    if len(reminders) > 1:
        named = [{"id": each.task_id, **each.payload} for each in reminders[:NAMED]]
        payload |= {"count": len(reminders), "tasks": named}
    kind = NotificationType.TASK_REMINDER
    await notify(work, person_id, kind, first.task_id, payload, by=None)
