"""Keeps the dashboard's snapshots: made when asked for, ended by changes, made anew in time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import case, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.actor import Actor
from backend.core.db import Database
from backend.core.refusals import Busy
from backend.stats import queries
from backend.stats.figures import Figures, count
from backend.stats.models import CacheType, DashboardCache
from backend.stats.schemas import Overview, Period
from backend.stats.spans import midnight

VALID = timedelta(minutes=5)
SETTLE = timedelta(seconds=10)  # so long a snapshot stands, however much changes meanwhile
LEASE = timedelta(seconds=60)
PATIENT = text("SET LOCAL statement_timeout = '30s'")
MAKING = 7_301_946_222  # an advisory lock of our own, with the user's hash
LOCK = text("SELECT pg_advisory_xact_lock(CAST(:key AS bigint) # hashtext(:scope))")
COLUMNS = DashboardCache.__table__.c


async def make(database: Database, user_id: UUID | None) -> None:
    """The first snapshots of a scope; of many who ask at once, one computes and the others wait."""
    async with database.sessions.begin() as session:
        await session.execute(LOCK, {"key": MAKING, "scope": str(user_id)})
        is_theirs = DashboardCache.user_id.is_not_distinct_from(user_id)
        there = await session.execute(select(DashboardCache.id).where(is_theirs).limit(1))
        if there.first() is None:
            now = await _now(session)
            figures = await count(session, now, user_id)
            # Briefly: a change that was told while it was made found nothing to mark.
            await _store(session, user_id, figures, now, now + SETTLE)


async def mark_stale(database: Database) -> None:
    """Something has changed. What is being computed may miss it, so that is marked too."""
    known = or_(DashboardCache.valid_until > func.now(), DashboardCache.lease_until.is_not(None))
    async with database.sessions.begin() as session:
        await session.execute(update(DashboardCache).where(known).values(valid_until=func.now()))


async def refresh(database: Database, *, settle: timedelta = SETTLE) -> int:
    """Computes anew what is no longer valid, all of it by one count; says how many scopes.

    Of several workers one takes the lease; a dead one's runs out.
    """
    scopes = await _claim(database, settle)
    if scopes:
        async with database.sessions.begin() as session:
            await session.execute(PATIENT)
            now = await _now(session)
            everybody = await count(session, now)
            by_owner = everybody.by_owner()
            until = min(now + VALID, midnight(now.date() + timedelta(days=1)))
            for user in scopes:
                figures = by_owner.get(user, everybody.nobody()) if user else everybody
                await _store(session, user, figures, now, until)
    return len(scopes)


async def _claim(database: Database, settle: timedelta) -> Sequence[UUID | None]:
    due = (
        DashboardCache.valid_until <= func.now(),
        DashboardCache.as_of <= func.now() - settle,
        or_(DashboardCache.lease_until.is_(None), DashboardCache.lease_until < func.now()),
    )
    statement = (
        update(DashboardCache)
        .where(*due)
        .values(lease_until=func.now() + LEASE)
        .returning(COLUMNS.user_id)
    )
    async with database.sessions.begin() as session:
        return list(dict.fromkeys((await session.execute(statement)).scalars()))


async def _store(
    session: AsyncSession, user_id: UUID | None, figures: Figures, now: datetime, until: datetime
) -> None:
    snapshots: dict[CacheType, Any] = {
        CacheType.PIPELINE: figures.pipeline(),
        CacheType.STATS: figures.stats(),
    }
    rows = [
        {
            "type": kind,
            "user_id": user_id,
            "snapshot": msgspec.to_builtins(snapshot),
            "as_of": now,
            "valid_until": until,
        }
        for kind, snapshot in snapshots.items()
    ]
    made = insert(DashboardCache).values(rows)
    # Marked while it was computed: what was changed then may not be counted.
    marked = COLUMNS.valid_until >= made.excluded.as_of
    await session.execute(
        made.on_conflict_do_update(
            index_elements=[COLUMNS.type, COLUMNS.user_id],
            set_={
                "snapshot": made.excluded.snapshot,
                "as_of": made.excluded.as_of,
                "valid_until": case((marked, COLUMNS.valid_until), else_=made.excluded.valid_until),
                "lease_until": None,
            },
        )
    )


async def _now(session: AsyncSession) -> datetime:
    """When what is counted next was so: not before any lock was waited for."""
    now: datetime = (await session.execute(select(func.statement_timestamp()))).scalar_one()
    return now


async def overview(database: Database, actor: Actor, period: Period) -> Overview:
    found = await queries.overview(database, actor, period)
    if found is None:
        await make(database, None if actor.sees_all else actor.id)
        found = await queries.overview(database, actor, period)
    if found is None:
        raise Busy("The overview is being made; try again in a moment")
    return found
