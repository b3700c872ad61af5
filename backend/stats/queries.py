"""Reads of the dashboard's snapshots."""

from typing import Any

import msgspec
from sqlalchemy import Text, bindparam, case, select

from backend.core.actor import Actor
from backend.core.db import Database, Query
from backend.stats.models import CacheType, DashboardCache
from backend.stats.schemas import Overview, Period, Pipeline, Stats

# Only the period that is asked for leaves PostgreSQL.
SNAPSHOTS = select(
    DashboardCache.type,
    case(
        (
            DashboardCache.type == CacheType.STATS,
            DashboardCache.snapshot[bindparam("period", type_=Text())],
        ),
        else_=DashboardCache.snapshot,
    ),
    DashboardCache.as_of,
    DashboardCache.valid_until,
)
TEAM = Query(SNAPSHOTS.where(DashboardCache.user_id.is_(None)))
OWN = Query(SNAPSHOTS.where(DashboardCache.user_id == bindparam("actor_id")))


async def overview(database: Database, actor: Actor, period: Period) -> Overview | None:
    """None where nobody has asked for it before."""
    query = TEAM if actor.sees_all else OWN
    rows = await query.rows(database, period=period.value, actor_id=actor.id)
    if len(rows) < len(CacheType):
        return None
    snapshots: dict[str, Any] = {row[0]: row[1] for row in rows}
    return Overview(
        period,
        min(row["as_of"] for row in rows),
        min(row["valid_until"] for row in rows),
        msgspec.convert(snapshots[CacheType.PIPELINE], Pipeline),
        msgspec.convert(snapshots[CacheType.STATS], Stats),
    )
