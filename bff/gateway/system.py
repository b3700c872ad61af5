"""The state of the instance, as far as our page shows it, in our own words."""

from typing import Literal
from uuid import UUID

from msgspec import Struct

from bff.gateway.client import Backend, View
from bff.gateway.fields import Moment


class Versions(View):
    foyer: str
    python: str
    postgresql: str
    valkey: str | None


class StorageState(View):
    kind: Literal["disk", "s3"]
    error: str | None
    file_bytes: int
    database_bytes: int


class JobState(View):
    name: str
    every_seconds: float
    is_running: bool
    next_run_at: Moment | None
    last_run_at: Moment | None
    last_success_at: Moment | None
    duration_ms: int | None
    handled: int | None
    last_failure_at: Moment | None
    last_error: str | None
    is_late: bool


class StuckEvent(View):
    id: UUID
    topic: str
    attempts: int
    created_at: Moment
    next_try_at: Moment
    error: str


class DeadTopic(View):
    topic: str
    count: int
    oldest_at: Moment


class OutboxState(View):
    waiting: int
    oldest_seconds: float
    failing: int
    stuck: list[StuckEvent]
    dead: int
    dead_topics: list[DeadTopic]


class DeadLetterView(View):
    """An event that failed at every try."""

    id: UUID
    topic: str
    attempts: int
    created_at: Moment
    dead_at: Moment
    error: str


class DeadLetterPage(View):
    items: list[DeadLetterView]
    total: int
    total_is_exact: bool


class OfTopic(Struct):
    topic: str


class DeadLettersDone(View):
    """``left`` are those of the topic that were too many for one request."""

    count: int
    left: int


class Backlog(View):
    imports: int
    exports: int
    deliveries: int
    failed_deliveries: int


class DeadMail(View):
    id: UUID
    type: str
    email: str
    attempts: int
    created_at: Moment
    error: str


class DoubtfulMail(View):
    """One that a server may have taken; its log tells by ``message_id``."""

    id: UUID
    type: str
    email: str
    created_at: Moment
    error: str
    message_id: str


class MailState(View):
    """``dead`` are the newest of ``dead_count``, ``in_doubt`` those of ``in_doubt_count``."""

    has_server: bool
    waiting: int
    oldest_seconds: float
    failing: int
    last_error: str | None
    dead_count: int
    dead: list[DeadMail]
    in_doubt_count: int
    in_doubt: list[DoubtfulMail]


class SentAgain(View):
    count: int


class OfMails(Struct):
    ids: list[UUID]


class Decided(View):
    """How many of them were still in doubt."""

    count: int


class SystemState(View):
    as_of: Moment
    versions: Versions
    workers: int | None
    storage: StorageState
    outbox: OutboxState
    backlog: Backlog
    mail: MailState
    jobs: list[JobState]


class SystemGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def state(self) -> SystemState:
        return await self._backend.get("system/", SystemState)

    async def send_mails_again(self, *, key: str) -> SentAgain:
        return await self._backend.post("mails/send-again", SentAgain, key=key)

    async def send_doubtful(self, ids: list[UUID], *, key: str) -> Decided:
        path = "mails/in-doubt/send-again"
        return await self._backend.post(path, Decided, OfMails(ids), key=key)

    async def leave_doubtful(self, ids: list[UUID], *, key: str) -> Decided:
        return await self._backend.post("mails/in-doubt/leave", Decided, OfMails(ids), key=key)

    async def letters(self, *, topic: str | None, limit: int, offset: int) -> DeadLetterPage:
        path = "system/dead-letters"
        return await self._backend.get(
            path, DeadLetterPage, topic=topic, limit=limit, offset=offset
        )

    async def redrive(self, letter_id: UUID, *, key: str) -> None:
        path = f"system/dead-letters/{letter_id}/redrive"
        await self._backend.post(path, type(None), key=key)

    async def give_up(self, letter_id: UUID) -> None:
        await self._backend.delete(f"system/dead-letters/{letter_id}")

    async def redrive_all(self, topic: str, *, key: str) -> DeadLettersDone:
        path = "system/dead-letters/redrive"
        return await self._backend.post(path, DeadLettersDone, OfTopic(topic), key=key)

    async def give_up_all(self, topic: str, *, key: str) -> DeadLettersDone:
        path = "system/dead-letters/give-up"
        return await self._backend.post(path, DeadLettersDone, OfTopic(topic), key=key)
