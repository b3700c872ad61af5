"""The state of the instance, as far as our page shows it, in our own words."""

from typing import Literal
from uuid import UUID

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
    last_success_at: Moment | None
    duration_ms: int | None
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


class OutboxState(View):
    waiting: int
    oldest_seconds: float
    failing: int
    stuck: list[StuckEvent]


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


class MailState(View):
    """``dead`` are the newest of ``dead_count``."""

    has_server: bool
    waiting: int
    oldest_seconds: float
    failing: int
    last_error: str | None
    dead_count: int
    dead: list[DeadMail]


class SentAgain(View):
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
