"""Counts the dashboard's figures by one statement, and shapes them for whoever may see them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from msgspec import Struct
from sqlalchemy import any_, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.accounts.models import User
from backend.core.schemas import Money
from backend.deals.models import DealStatus
from backend.stats.schemas import OwnerStats, Period, Pipeline, Stage, Stats, Tally, Week
from backend.stats.spans import Span, midnight, spans

OPEN = (DealStatus.NEW, DealStatus.IN_PROGRESS)
MOST_OWNERS = 50
DAY = 86_400
# By owner, so that one count serves the team and everybody in it.
COUNTED = text("""
    WITH spans AS (
        SELECT * FROM unnest(
            CAST(:names AS text[]), CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[])
        ) AS span (span, starts, ends)
    )
    SELECT 'open', owner_id, NULL, status, currency, count, amount, NULL
    FROM deal_totals
    WHERE status IN ('NEW', 'IN_PROGRESS') AND count > 0
        AND (CAST(:owner AS uuid) IS NULL OR owner_id = :owner)
    UNION ALL
    SELECT 'closed', owner_id, span, status, currency, count(*), sum(amount),
        sum(greatest(extract(epoch FROM closed_at - created_at), 0))
    FROM spans JOIN deals ON closed_at >= starts AND closed_at < ends
    WHERE deleted_at IS NULL AND (CAST(:owner AS uuid) IS NULL OR owner_id = :owner)
    GROUP BY owner_id, span, status, currency
    UNION ALL
    SELECT 'clients', owner_id, span, NULL, NULL, count(*), NULL, NULL
    FROM spans JOIN clients ON created_at >= starts AND created_at < ends
    WHERE deleted_at IS NULL AND (CAST(:owner AS uuid) IS NULL OR owner_id = :owner)
    GROUP BY owner_id, span
    UNION ALL
    SELECT 'overdue', assigned_to, NULL, NULL, NULL, count(*), NULL, NULL
    FROM tasks JOIN users ON users.id = assigned_to
    WHERE deleted_at IS NULL AND status <> 'DONE'
        AND COALESCE(due_date, '9999-12-31'::date)
            < CAST(timezone(time_zone, CAST(:now AS timestamptz)) AS date)
        AND (CAST(:owner AS uuid) IS NULL OR assigned_to = :owner)
    GROUP BY assigned_to
""")
NAMES = select(User.id, User.full_name).where(User.id == any_(bindparam("owners")))


class Figure(Struct, frozen=True):
    """``seconds`` from opening to closing, of all that it counts; ``span`` None is now."""

    topic: str
    owner: UUID
    span: str | None
    status: str | None
    currency: str | None
    count: int
    amount: Decimal | None
    seconds: Decimal | None


class Figures:
    """Those of some owners, found by what they speak of and when."""

    def __init__(
        self, counted: Iterable[Figure], names: Mapping[UUID, str], known: Sequence[Span]
    ) -> None:
        self._counted = list(counted)
        self._names = names
        self._spans = known
        self._found: defaultdict[tuple[str, str | None], list[Figure]] = defaultdict(list)
        for figure in self._counted:
            self._found[figure.topic, figure.span].append(figure)

    def by_owner(self) -> dict[UUID, "Figures"]:
        theirs: defaultdict[UUID, list[Figure]] = defaultdict(list)
        for figure in self._counted:
            theirs[figure.owner].append(figure)
        return {
            owner: Figures(figures, self._names, self._spans) for owner, figures in theirs.items()
        }

    def nobody(self) -> "Figures":
        """Those of someone who has nothing yet."""
        return Figures((), self._names, self._spans)

    def pipeline(self) -> Pipeline:
        stages = [Stage(status, *self._tally("open", None, status)) for status in OPEN]
        weeks = [self._week(span) for span in self._spans if span.name not in set(Period)]
        return Pipeline(stages, self._count("overdue", None), weeks)

    def stats(self) -> dict[str, Stats]:
        owners = self.by_owner()
        periods = [span for span in self._spans if span.name in set(Period)]
        return {span.name: self._stats(span, owners) for span in periods}

    def owner(self, user: UUID, span: Span) -> OwnerStats:
        won, lost = self._closed(span)
        return OwnerStats(
            user,
            self._names[user],
            Tally(*self._tally("open", None)),
            won,
            lost,
            _rate(won, lost),
            self._count("clients", span),
            self._count("overdue", None),
        )

    def _stats(self, span: Span, owners: Mapping[UUID, "Figures"]) -> Stats:
        won, lost = self._closed(span)
        rows = [figures.owner(user, span) for user, figures in owners.items()]
        rows.sort(key=lambda row: (-row.won.count, -row.open.count, row.name, row.user_id))
        return Stats(
            span.starts,
            span.ends,
            won,
            lost,
            _rate(won, lost),
            self._cycle_days(span, won.count),
            self._count("clients", span),
            rows[:MOST_OWNERS],
        )

    def _week(self, span: Span) -> Week:
        return Week(span.starts, *self._closed(span), self._count("clients", span))

    def _closed(self, span: Span) -> tuple[Tally, Tally]:
        won = self._tally("closed", span, DealStatus.WON)
        return Tally(*won), Tally(*self._tally("closed", span, DealStatus.LOST))

    def _cycle_days(self, span: Span, won: int) -> float | None:
        found = self._found["closed", span.name]
        seconds = sum(each.seconds or 0 for each in found if each.status == DealStatus.WON)
        return round(float(seconds) / DAY / won, 1) if won else None

    def _count(self, topic: str, span: Span | None) -> int:
        return sum(each.count for each in self._found[topic, span.name if span else None])

    def _tally(
        self, topic: str, span: Span | None, status: DealStatus | None = None
    ) -> tuple[int, list[Money]]:
        count = 0
        sums: defaultdict[str, Decimal] = defaultdict(Decimal)
        for each in self._found[topic, span.name if span else None]:
            if status in {None, each.status}:
                count += each.count
                sums[each.currency or ""] += each.amount or 0
        return count, [Money(currency, sums[currency]) for currency in sorted(sums)]


async def count(session: AsyncSession, now: datetime, owner: UUID | None = None) -> Figures:
    """Of everybody, or of one owner."""
    known = spans(now)
    values = {
        "names": [span.name for span in known],
        "starts": [midnight(span.starts) for span in known],
        "ends": [midnight(span.ends) for span in known],
        "now": now,
        "owner": owner,
    }
    counted = [Figure(*row) for row in await session.execute(COUNTED, values)]
    owners = list({figure.owner for figure in counted})
    names = dict((await session.execute(NAMES, {"owners": owners})).all())
    return Figures(counted, names, known)


def _rate(won: Tally, lost: Tally) -> float | None:
    closed = won.count + lost.count
    return round(won.count / closed, 4) if closed else None
