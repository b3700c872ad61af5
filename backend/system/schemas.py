"""The state of the instance on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from backend.core.schemas import View


class Versions(View):
    """``valkey`` is null where it does not answer; what is no Valkey says its own name too."""

    foyer: str
    python: str
    postgresql: str
    valkey: str | None


class StorageState(View):
    """``error`` says why files cannot be reached, and is null where they can."""

    kind: Literal["disk", "s3"]
    error: str | None
    file_bytes: int
    database_bytes: int


class JobState(View):
    """``duration_ms`` is that of the last success.

    ``is_late`` says that it should have succeeded again by now.
    """

    name: str
    every_seconds: float
    last_success_at: datetime | None
    duration_ms: int | None
    last_failure_at: datetime | None
    last_error: str | None
    is_late: bool


class StuckEvent(View):
    """An outbox row whose last try failed; it is tried again at ``next_try_at``."""

    id: UUID
    topic: str
    attempts: int
    created_at: datetime
    next_try_at: datetime
    error: str


class OutboxState(View):
    """``stuck`` are the oldest of ``failing``, at most 20."""

    waiting: int
    oldest_seconds: float
    failing: int
    stuck: list[StuckEvent]


class Backlog(View):
    """What waits for a worker, and the webhook deliveries that were given up within a day."""

    imports: int
    exports: int
    deliveries: int
    failed_deliveries: int


class DeadMail(View):
    """One that a server refused, or that a day of tries could not send."""

    id: UUID
    type: str
    email: str
    attempts: int
    created_at: datetime
    error: str


class MailState(View):
    """``has_server`` is false where none is set, so that mails can only wait.

    ``failing`` of those that wait have failed before; ``dead`` are the newest of ``dead_count``.
    """

    has_server: bool
    waiting: int
    oldest_seconds: float
    failing: int
    last_error: str | None
    dead_count: int
    dead: list[DeadMail]


class SystemState(View):
    """``workers`` counts those alive, and is null where Valkey does not answer."""

    as_of: datetime
    versions: Versions
    workers: int | None
    storage: StorageState
    outbox: OutboxState
    backlog: Backlog
    mail: MailState
    jobs: list[JobState]
