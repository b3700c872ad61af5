"""The state of the instance on the wire."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from backend.core.schemas import FILLED_LINE, Body, View

Topic = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=100,
        pattern=FILLED_LINE,
        description="an event's topic, such as deal.moved",
    ),
]


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
    """``duration_ms`` and ``handled``, how many things it dealt with, are of the last success.

    ``next_run_at`` and ``handled`` are null for what every worker does all the time.
    ``is_late`` says that it should have succeeded again by now.
    """

    name: str
    every_seconds: float
    is_running: bool
    last_run_at: datetime | None
    next_run_at: datetime | None
    last_success_at: datetime | None
    duration_ms: int | None
    handled: int | None
    failures: int
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


class DeadTopic(View):
    topic: str
    count: int
    oldest_at: datetime


class OutboxState(View):
    """``stuck`` are the oldest of ``failing``, at most 20. What is ``dead`` waits no more."""

    waiting: int
    oldest_seconds: float
    failing: int
    stuck: list[StuckEvent]
    dead: int
    dead_topics: list[DeadTopic]


class DeadLetterSort(StrEnum):
    """A leading ``-`` means descending; ``id`` breaks ties."""

    NEWEST = "-dead_at"
    OLDEST = "dead_at"


class DeadLetterView(View):
    """An event that failed at every try; ``error`` is that of the last."""

    id: UUID
    topic: str
    attempts: int
    created_at: datetime
    dead_at: datetime
    error: str


class DeadLetterPage(View):
    items: list[DeadLetterView]
    total: int
    total_is_exact: bool
    limit: int
    offset: int
    next_cursor: str | None


class OfTopic(Body):
    topic: Topic

    example = {"topic": "deal.moved"}


class DeadLettersDone(View):
    """``left`` are those of the topic that were too many for one request."""

    count: int
    left: int

    example = {"count": 12, "left": 0}


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


class DoubtfulMail(View):
    """One that a server may have taken; ``error`` is what came instead of its answer.

    By ``message_id`` the server's own log tells.
    """

    id: UUID
    type: str
    email: str
    created_at: datetime
    error: str
    message_id: str


class MailState(View):
    """``has_server`` is false where none is set, so that mails can only wait.

    ``failing`` of those that wait have failed before; ``dead`` are the newest of ``dead_count``,
    ``in_doubt`` those of ``in_doubt_count``.
    """

    has_server: bool
    waiting: int
    oldest_seconds: float
    failing: int
    last_error: str | None
    dead_count: int
    dead: list[DeadMail]
    in_doubt_count: int
    in_doubt: list[DoubtfulMail]


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
