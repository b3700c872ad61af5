"""Tells those who want it, once a day and at their own hour, how things stand."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct
from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert

from backend.core.actor import Role
from backend.core.clocks import day_of, moment_of, zone_of
from backend.core.db import Database
from backend.core.http import unit_of_work
from backend.core.work import Work
from backend.digests import queries
from backend.digests.models import Digest
from backend.notifications.models import NotificationType
from backend.notifications.service import notify

WAITING = text("""
    SELECT u.id, u.role, u.time_zone, u.digest_hour
    FROM users u JOIN notification_settings s ON s.user_id = u.id
    WHERE u.is_active AND jsonb_path_exists(s.choices, '$.digest.* ? (@ == true)')
        AND NOT EXISTS (
            SELECT FROM digests d
            WHERE d.user_id = u.id AND d.day = CAST(timezone(u.time_zone, :now) AS date)
        )
    ORDER BY u.id
""")


class Reader(Struct, frozen=True):
    id: UUID
    role: Role
    time_zone: str
    hour: int


async def tell_digests(
    database: Database,
    ring: Callable[[], Awaitable[None]],
    *,
    everyone_sees_all: bool,
    now: datetime | None = None,
) -> int:
    """Says how many were told; ``now`` is the database's unless it is given.

    After hours without a worker a day's digest comes late; that of a day gone by does not come.
    """
    async with database.sessions() as session:
        moment: datetime = now or (await session.execute(select(func.now()))).scalar_one()
        rows = (await session.execute(WAITING, {"now": moment})).all()
    count = 0
    for reader in (Reader(row[0], Role(row[1]), *row[2:]) for row in rows):
        zone = zone_of(reader.time_zone)
        if today := due_day(moment, zone, reader.hour):
            async with unit_of_work(database, None, after_commit=ring) as work:
                sees_all = everyone_sees_all or reader.role is Role.ADMIN
                count += await _tell(work, reader.id, today, zone, sees_all=sees_all)
    return count


def due_day(now: datetime, zone: ZoneInfo, hour: int) -> date | None:
    """The day there is where the hour has come already; None before it."""
    today = day_of(now, zone)
    return today if now >= moment_of(today, time(hour), zone) else None


async def _tell(work: Work, person: UUID, today: date, zone: ZoneInfo, *, sees_all: bool) -> bool:
    mine = insert(Digest).values(user_id=person, day=today)
    taken = mine.on_conflict_do_nothing(index_elements=["user_id", "day"]).returning(Digest.id)
    digest_id = (await work.session.execute(taken)).scalar_one_or_none()
    if digest_id is None:  # another scheduler's
        return False
    figures = await queries.figures(work, person, sees_all=sees_all, today=today, zone=zone)
    payload: dict[str, Any] = msgspec.to_builtins(figures)
    await notify(work, person, NotificationType.DIGEST, digest_id, payload, by=None)
    return True
