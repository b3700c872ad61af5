"""Events go to webhooks: written down as deliveries, sent until they are taken or hopeless."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from uuid import UUID

import httpx
import msgspec
import structlog
from msgspec import Struct
from sqlalchemy import func, text

from backend.core.actor import Actor, Role
from backend.core.db import Database
from backend.core.http import unit_of_work
from backend.core.leases import renewed
from backend.core.logs import following
from backend.core.pauses import jittered
from backend.core.refusals import NotFound
from backend.core.relay import Event
from backend.core.rounds import Rounds
from backend.core.sealing import Sealer, Unreadable
from backend.core.tidying import forget
from backend.core.traces import TRACEPARENT, Seen, span
from backend.core.work import Work
from backend.webhooks import outgoing, service
from backend.webhooks.guard import Targets, webhook_client
from backend.webhooks.models import DeliveryStatus, Webhook, WebhookDelivery, WebhookSecret
from backend.webhooks.outgoing import Due, Outcome
from backend.webhooks.schemas import KINDS
from backend.webhooks.signing import headers_for

log = structlog.get_logger()
Reader = Callable[[Database, Actor, UUID], Awaitable[Struct]]
TellOwner = Callable[[Work, Webhook], Awaitable[None]]

LOOK_EVERY = 1.0
AT_ONCE = 20  # deliveries of one worker
FROM_AN_ENDPOINT = 2  # of those, so that a slow one holds up nobody else
PATIENCE = 0.5  # seconds that those get when the worker stops
DEADLINE = 15.0  # seconds for name, connection, answer and all
READ_AT_MOST = 64 * 1024
# Seconds before each try: Standard Webhooks' own example of a schedule, some three days.
SCHEDULE = (0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
LONGEST_WAIT = 86_400
KEPT = text("interval '30 days'")
GONE = 410


class Sender:
    """Looks for deliveries that are due; one that a dead worker left behind is sent again."""

    def __init__(
        self,
        database: Database,
        secret: str,
        targets: Targets,
        *,
        readers: Mapping[str, Reader],
        everyone_sees_all: bool,
        ring: Callable[[], Awaitable[None]],
        tell_owner: TellOwner,
    ) -> None:
        """``tell_owner`` of an endpoint that was switched off, in the same transaction."""
        self._database = database
        self._sealer = Sealer(secret, service.SEALED_FOR)
        self._http = webhook_client(targets)
        self._readers = readers
        self._everyone_sees_all = everyone_sees_all
        self._ring = ring
        self._tell_owner = tell_owner
        self._sending: set[asyncio.Task[None]] = set()
        self.rounds = Rounds("webhooks", self.look, every=LOOK_EVERY)

    async def fan_out(self, event: Event) -> None:
        """Writes down one delivery for each endpoint that wants the event; twice is once.

        What is said of webhooks themselves is told to none, but may have made a delivery due.
        """
        if event.payload.get("kind") in KINDS:
            await outgoing.fan_out(self._database, event)
        self.rounds.ring()

    async def look(self) -> None:
        room = AT_ONCE - len(self._sending)
        if room <= 0:
            return
        for due in await outgoing.lease(self._database, room=room, each=FROM_AN_ENDPOINT):
            task = asyncio.create_task(self._deliver(due), name=f"webhook {due.id}")
            self._sending.add(task)
            task.add_done_callback(self._sent)

    async def close(self) -> None:
        """What is under way gets a moment; then it is broken off, and another worker sends it."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=PATIENCE)
        for task in self._sending:
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)
        await self._http.aclose()

    def _sent(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        self.rounds.ring()

    async def _deliver(self, due: Due) -> None:
        with following(due.request_id, due.traceparent), span("webhook", "client", {}) as seen:
            await self._deliver_and_note(due, seen)

    async def _deliver_and_note(self, due: Due, seen: Seen) -> None:
        try:
            async with renewed(lambda: outgoing.renew(self._database, due)):
                outcome = await self._try(due)
            log.info(
                "webhook_sent",
                id=str(due.id),
                type=due.type,
                attempt=due.attempts,
                status=outcome.code,
                error=outcome.error,
                ms=outcome.duration_ms,
            )
            seen.tell(f"webhook {due.type}", {"http.response.status_code": outcome.code or 0})
            async with unit_of_work(self._database, None, after_commit=self._ring) as work:
                if switched_off := await settle(work, due, outcome):
                    await self._tell_owner(work, switched_off)
        except asyncio.CancelledError:
            await outgoing.give_back(self._database, due)
            raise
        except Exception as error:  # the database's trouble: sent again when the lease has run out
            log.warning("webhook_interrupted", id=str(due.id), error=repr(error))

    async def _try(self, due: Due) -> Outcome:
        started = time.monotonic()

        def after(code: int | None = None, error: str | None = None, wait: float = 0) -> Outcome:
            took = round((time.monotonic() - started) * 1000)
            return Outcome(took, code, error[:200] if error else None, wait)

        try:
            async with asyncio.timeout(DEADLINE):
                response = await self._post(due)
        except TimeoutError:
            return after(error=f"No whole answer in {DEADLINE:g} seconds")
        except Unreadable:
            return after(error="Its secret was sealed under another CRM_SECRET_KEY; rotate it")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return after(error=str(error) or type(error).__name__)
        if response.is_success:
            return after(response.status_code)
        said = f"It answered {response.status_code}"
        if response.is_redirect:
            said += "; redirects are not followed"
        return after(response.status_code, said, asked_wait(response.headers.get("retry-after")))

    async def _post(self, due: Due) -> httpx.Response:
        if not due.owner_is_active:
            raise httpx.HTTPError("The webhook's owner may not sign in any more")
        keys = [self._sealer.open(sealed, due.webhook_id) for sealed in due.secrets]
        body = await self._body(due)
        message = f"msg_{due.event_id.hex}"
        headers = headers_for(message, int(time.time()), body, keys)
        headers |= {"content-type": "application/json", "traceparent": TRACEPARENT.get()}
        async with self._http.stream("POST", due.url, content=body, headers=headers) as response:
            read = 0
            async for chunk in response.aiter_raw():
                read += len(chunk)
                if read > READ_AT_MOST:
                    break
        return response

    async def _body(self, due: Due) -> bytes:
        """Read anew for each try: the record as the owner sees it now, or nothing but its id."""
        role = Role(due.owner_role)
        sees_all = self._everyone_sees_all or role is Role.ADMIN
        owner = Actor(due.owner_id, role, due.webhook_id, sees_all)
        record: Struct | None = None
        if due.kind in self._readers:
            try:
                record = await self._readers[due.kind](self._database, owner, due.entity_uuid)
            except NotFound:
                record = None
        data = {"kind": due.kind, "id": due.entity_uuid, "record": record}
        return msgspec.json.encode({"type": due.type, "timestamp": due.happened_at, "data": data})


async def settle(work: Work, due: Due, outcome: Outcome) -> Webhook | None:
    """Notes the outcome, and when to try again; answers an endpoint that it gave up."""
    await outgoing.hold(work, due.webhook_id)
    is_gone = outcome.code == GONE
    if outcome.error is None:
        await outgoing.settle(work, due, outcome, DeliveryStatus.DELIVERED, pause=None)
        await outgoing.note_success(work, due.webhook_id)
        return None
    if is_gone or due.attempts >= len(SCHEDULE):
        await outgoing.settle(work, due, outcome, DeliveryStatus.FAILED, pause=None)
    else:
        planned = jittered(SCHEDULE[due.attempts])
        pause = max(planned, outcome.wait)
        await outgoing.settle(work, due, outcome, DeliveryStatus.PENDING, pause=pause)
    fails_for_days = await outgoing.note_failure(work, due.webhook_id)
    if is_gone or fails_for_days:
        reason = "It answered 410 Gone" if is_gone else "Nothing was delivered for five days"
        return await service.disable(work, due.webhook_id, reason)
    return None


def asked_wait(retry_after: str | None) -> float:
    """Seconds; RFC 9110 section 10.2.3 knows a number and a date."""
    if not retry_after:
        return 0
    if retry_after.isascii() and retry_after.isdigit():
        return min(float(retry_after[:9]), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):  # a year of eleven digits
        return 0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, min((until - datetime.now(UTC)).total_seconds(), LONGEST_WAIT))


async def forget_deliveries(database: Database) -> int:
    """The log of a month ago, and secrets that sign no more."""
    old = WebhookDelivery.created_at < func.now() - KEPT
    gone = await forget(database, WebhookDelivery, old)
    return gone + await forget(database, WebhookSecret, WebhookSecret.expires_at < func.now())
