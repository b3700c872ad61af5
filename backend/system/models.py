"""What the worker's rounds say of themselves, and what admins were alarmed by."""

from datetime import datetime

from advanced_alchemy.base import DefaultBase
from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.model import Table


class JobRun(DefaultBase):
    """The last success and the last failure of a job, whichever worker ran it."""

    __tablename__ = "job_runs"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    every_seconds: Mapped[float]
    last_success_at: Mapped[datetime | None]
    duration_ms: Mapped[int | None]
    last_failure_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)


class Alarm(Table):
    """``raised_at`` is null while all is well."""

    __tablename__ = "alarms"
    __table_args__ = (Index("uq_alarms_name", "name", unique=True),)

    name: Mapped[str] = mapped_column(String(64))
    raised_at: Mapped[datetime | None]
