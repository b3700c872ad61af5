"""Counts what a digest says."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, text

from backend.core.clocks import start_of
from backend.core.schemas import Money
from backend.core.work import Work
from backend.deals.models import DealStatus
from backend.digests.schemas import Closed, Figures

IS_SEEN = "(CAST(:owner AS uuid) IS NULL OR owner_id = :owner)"
CLOSED = text(f"""
    SELECT status, currency, count(*), sum(amount) FROM deals
    WHERE closed_at >= :starts AND closed_at < :ends AND deleted_at IS NULL AND {IS_SEEN}
    GROUP BY status, currency ORDER BY currency
""")  # noqa: S608  # the condition is a constant of this module
COUNTS = text(f"""
    SELECT
        (SELECT count(*) FROM clients WHERE created_at >= :starts AND created_at < :ends
            AND deleted_at IS NULL AND {IS_SEEN}),
        (SELECT count(*) FROM deals WHERE created_at >= :starts AND created_at < :ends
            AND deleted_at IS NULL AND {IS_SEEN}),
        (SELECT count(*) FROM tasks WHERE assigned_to = :person AND deleted_at IS NULL
            AND status <> 'DONE' AND due_date < :today),
        (SELECT count(*) FROM tasks WHERE assigned_to = :person AND deleted_at IS NULL
            AND status <> 'DONE' AND due_date = :today),
        (SELECT count(*) FROM deals WHERE owner_id = :person AND deleted_at IS NULL
            AND status IN ('NEW', 'IN_PROGRESS')
            AND NOT EXISTS (SELECT FROM deal_steps WHERE deal_id = deals.id))
""")  # noqa: S608  # the condition is a constant of this module


async def figures(
    work: Work, person: UUID, *, sees_all: bool, today: date, zone: ZoneInfo
) -> Figures:
    """Of the day before ``today``, from its midnight to the next: 23 to 25 hours, or none."""
    yesterday = today - timedelta(days=1)
    values = {
        "owner": None if sees_all else person,
        "person": person,
        "starts": start_of(yesterday, zone),
        "ends": start_of(today, zone),
        "today": today,
    }
    spans = {name: values[name] for name in ("owner", "starts", "ends")}
    closed = (await work.session.execute(CLOSED, spans)).all()
    counts = (await work.session.execute(COUNTS, values)).one()
    won, lost = (_closed(closed, status) for status in (DealStatus.WON, DealStatus.LOST))
    return Figures(yesterday.isoformat(), yesterday, won, lost, *counts)


def _closed(rows: Sequence[Row[*tuple[Any, ...]]], status: DealStatus) -> Closed:
    theirs = [row for row in rows if row[0] == status]
    return Closed(
        sum(count for _, _, count, _ in theirs),
        [Money(currency, amount) for _, currency, _, amount in theirs],
    )
