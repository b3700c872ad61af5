"""Tells the admins when errors burst or the backend is away: once, and again when it is over."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct
from redis.asyncio import Redis
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.accounts.models import User
from backend.core.actor import Role
from backend.core.db import Database
from backend.core.http import unit_of_work
from backend.core.troubles import Trouble, key, minute
from backend.core.work import Work
from backend.notifications.models import NotificationType
from backend.notifications.service import notify
from backend.system.models import Alarm

CALLS_AWAY = 3
RAISED = "SELECT name FROM alarms WHERE raised_at IS NOT NULL"


class Limit(Struct, frozen=True):
    """An alarm is raised by ``count`` troubles in so many ``minutes``.

    It is over when there are fewer than half: at the limit itself it would flutter.
    """

    trouble: Trouble
    count: int
    minutes: int

    def says(self, counted: int, *, is_raised: bool) -> bool:
        return counted * 2 >= self.count if is_raised else counted >= self.count


def limits(*, errors: int) -> list[Limit]:
    """``errors``: in five minutes; 0 raises no such alarm."""
    away = Limit("away", CALLS_AWAY, 2)
    return [Limit("errors", errors, 5), away] if errors else [away]


class Watchman:
    """Of one worker; however many look, PostgreSQL lets one of them tell."""

    def __init__(
        self,
        database: Database,
        redis: Redis,
        limits: list[Limit],
        *,
        ring: Callable[[], Awaitable[None]],
    ) -> None:
        self._database = database
        self._redis = redis
        self._limits = limits
        self._ring = ring

    async def look(self) -> None:
        raised = await self._raised()
        for limit in self._limits:
            is_raised = limit.trouble in raised
            counted = await self._count(limit)
            if limit.says(counted, is_raised=is_raised) != is_raised:
                async with unit_of_work(self._database, None, after_commit=self._ring) as work:
                    await turn(work, limit, counted, on=not is_raised)

    async def _raised(self) -> set[str]:
        rows = await self._database.reads.fetch(RAISED)
        return {row["name"] for row in rows}

    async def _count(self, limit: Limit) -> int:
        """The minute under way is one of them."""
        now = minute()
        keys = [key(limit.trouble, now - ago) for ago in range(limit.minutes)]
        return sum(int(found) for found in await self._redis.mget(keys) if found)


async def turn(work: Work, limit: Limit, counted: int, *, on: bool) -> None:
    """Does nothing where another worker was faster."""
    alarm = await _held(work, limit.trouble)
    if (alarm.raised_at is not None) == on:
        return
    since = alarm.raised_at
    alarm.raised_at = await work.now() if on else None
    told = _payload(limit, counted, on=on, since=since)
    for admin in await _admins(work):
        await notify(work, admin, NotificationType.SYSTEM_ALARM, alarm.id, told, by=None)


async def _held(work: Work, name: str) -> Alarm:
    await work.session.execute(insert(Alarm).values(name=name).on_conflict_do_nothing())
    statement = select(Alarm).where(Alarm.name == name).with_for_update()
    return (await work.session.execute(statement)).scalar_one()


async def _admins(work: Work) -> list[UUID]:
    statement = select(User.id).where(User.role == Role.ADMIN, User.is_active)
    return [*await work.every(statement.order_by(User.id))]


def _payload(limit: Limit, counted: int, *, on: bool, since: datetime | None) -> dict[str, Any]:
    return {
        "name": limit.trouble,
        "state": "raised" if on else "over",
        "count": counted,
        "minutes": limit.minutes,
        "since": since.isoformat() if since else None,
    }
