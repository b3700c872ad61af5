"""What the worker's rounds say of themselves, and what admins were alarmed by."""

from datetime import datetime

from advanced_alchemy.base import DefaultBase
from sqlalchemy import BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.model import Table


class JobRun(DefaultBase):
    """The last success and the last failure of a job, whichever worker ran it.

    A chore is due at ``next_at``, the worker that is at it holds a lease, and ``handled`` is how
    many things its last success dealt with; what every worker does all the time has none of these.
    """

    __tablename__ = "job_runs"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    every_seconds: Mapped[float]
    last_success_at: Mapped[datetime | None]
    duration_ms: Mapped[int | None]
    handled: Mapped[int | None] = mapped_column(BigInteger)
    last_failure_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)
    last_run_at: Mapped[datetime | None]
    runs: Mapped[int] = mapped_column(BigInteger, server_default="0")
    failures: Mapped[int] = mapped_column(BigInteger, server_default="0")
    next_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]


class Alarm(Table):
    """``raised_at`` is null while all is well."""

    __tablename__ = "alarms"
    __table_args__ = (Index("uq_alarms_name", "name", unique=True),)

    name: Mapped[str] = mapped_column(String(64))
    raised_at: Mapped[datetime | None]
