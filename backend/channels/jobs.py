"""News goes to channels: written down, said until it is taken, given up after a day."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from uuid import UUID

import structlog
from sqlalchemy import func, text

from backend.channels import outgoing, sending, service
from backend.channels.courier import Message, Result
from backend.channels.models import ChannelDelivery, ChannelStatus
from backend.channels.outgoing import Due, News
from backend.channels.words import Said, Speaker, together
from backend.core.actor import Actor, Role
from backend.core.db import Database
from backend.core.http import unit_of_work
from backend.core.i18n import speak
from backend.core.pauses import jittered
from backend.core.relay import Event
from backend.core.rounds import Rounds
from backend.core.sealing import Sealer, Unreadable
from backend.core.tidying import forget
from backend.core.work import Work
from backend.mail.places import Places
from backend.notifications import queries as notifications
from backend.notifications.models import NotificationType
from backend.notifications.reminder_links import Links
from backend.notifications.schemas import channels_of
from backend.notifications.service import notify
from backend.settings import Settings

log = structlog.get_logger()
LOOK_EVERY = 1.0
AT_ONCE = 2  # couriers of one worker, each a process for a second or two
PATIENCE = 1.5  # seconds that those under way get when the worker stops
PAUSES = (10, 30, 120, 600, 1800, 3600)  # seconds after each failure, the last again and again
TEAMS_HEAR = ("client.created", "deal.created", "deal.updated", "deal.moved")
KEPT = text("interval '30 days'")


class Herald:
    """Looks for channels that news waits for; what a dead worker left behind is said again."""

    def __init__(
        self, database: Database, settings: Settings, *, ring: Callable[[], Awaitable[None]]
    ) -> None:
        self._database = database
        self._private = settings.private_webhooks
        self._everyone_sees_all = settings.visibility == "team"
        self._sealer = Sealer(settings.secret_key, service.SEALED_FOR)
        places = Places(settings.public_url.rstrip("/"), Links(settings.secret_key))
        self._speaker = Speaker(database, places)
        self._ring = ring
        self._saying: set[asyncio.Task[None]] = set()
        self.rounds = Rounds("chat", self.look, every=LOOK_EVERY)

    async def tell(self, event: Event) -> None:
        """Of a notification, whose person may not want it by chat. Many at once are told once."""
        if event.payload["id"] != event.payload.get("first", event.payload["id"]):
            return
        told = await notifications.told(self._database, UUID(event.payload["id"]))
        if told is None or not channels_of(told.choices, told.type).chat:
            return
        notification, count = UUID(event.payload["id"]), event.payload.get("count", 1)
        await outgoing.tell_person(
            self._database, event.id, told.user_id, told.type, notification, {"count": count}
        )
        self.rounds.ring()

    async def tell_teams(self, event: Event) -> None:
        if event.topic in TEAMS_HEAR:
            entity = UUID(event.payload["id"])
            await outgoing.tell_teams(self._database, event.id, event.topic, entity)
            self.rounds.ring()

    async def look(self) -> None:
        room = AT_ONCE - len(self._saying)
        if room <= 0:
            return
        for due in await outgoing.lease(self._database, room=room):
            task = asyncio.create_task(self._write_to(due), name=f"channel {due.id}")
            self._saying.add(task)
            task.add_done_callback(self._said)

    async def close(self) -> None:
        """What is not taken by then is said again when its lease has run out."""
        if self._saying:
            _, late = await asyncio.wait(self._saying, timeout=PATIENCE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _said(self, task: asyncio.Task[None]) -> None:
        self._saying.discard(task)
        self.rounds.ring()

    async def _write_to(self, due: Due) -> None:
        try:
            speak(due.locale, due.time_zone)
            sayable, dropped = await self._sorted(due)
            started = time.monotonic()
            result = await self._send(due, list(sayable.values())) if sayable else Result()
            took = round((time.monotonic() - started) * 1000)
            async with unit_of_work(self._database, None, after_commit=self._ring) as work:
                await outgoing.settle(work, dropped, ChannelStatus.DROPPED)
                await settle(work, due, list(sayable), result, took)
        except Exception as error:  # the database's trouble: again when the lease has run out
            log.warning("channel_interrupted", id=str(due.id), error=repr(error))

    async def _sorted(self, due: Due) -> tuple[dict[UUID, Said], list[UUID]]:
        """What is to be said, by its delivery's id, and what is not."""
        role = Role(due.owner_role)
        sees_all = self._everyone_sees_all or role is Role.ADMIN
        owner = Actor(due.owner_id, role, due.id, sees_all)
        sayable: dict[UUID, Said] = {}
        dropped: list[UUID] = []
        for news in await outgoing.waiting(self._database, due.id):
            said = await self._in_words(due, owner, news)
            if said is None:
                dropped.append(news.id)
            else:
                sayable[news.id] = said
        return sayable, dropped

    async def _in_words(self, due: Due, owner: Actor, news: News) -> Said | None:
        """Nothing is said for somebody who may not sign in, nor for who is no admin any more."""
        if not due.owner_is_active or (due.is_team and not owner.is_admin):
            return None
        return await self._speaker.said(due, owner, news)

    async def _send(self, due: Due, said: list[Said]) -> Result:
        try:
            url = self._sealer.open(due.sealed, due.id).decode()
        except Unreadable:
            return Result("Its address was sealed under another CRM_SECRET_KEY; enter it again")
        whole = together(said)
        return await sending.send(Message(url, self._private, whole.title, whole.text))


async def settle(work: Work, due: Due, said: list[UUID], result: Result, took: int) -> None:
    """Notes what came of it. After a day without success the channel is off, and its owner told."""
    if result.error is None:
        await outgoing.settle(work, said, ChannelStatus.DELIVERED, duration=took)
        await outgoing.release(work, due.id)
    else:
        error = result.error[:200]
        await outgoing.settle(work, said, ChannelStatus.PENDING, duration=took, error=error)
        planned = PAUSES[min(due.attempts, len(PAUSES) - 1)]
        if await outgoing.postpone(work, due.id, jittered(planned)):
            await _give_up(work, due, error)
    owners = [str(due.owner_id)]
    news = {"kind": service.KIND, "id": str(due.id), "owners": owners}
    await work.tell(f"{service.KIND}.progressed", news)


async def _give_up(work: Work, due: Due, error: str) -> None:
    await outgoing.give_up(work, due.id, error)
    channel = await service.disable(work, due.id, f"Nothing was taken for a day: {error}")
    if channel is not None:
        kind, payload = NotificationType.CHANNEL_FAILED, {"name": channel.name, "error": error}
        await notify(work, due.owner_id, kind, due.id, payload, by=None)


async def forget_channel_deliveries(database: Database) -> int:
    """Those of a month ago."""
    return await forget(database, ChannelDelivery, ChannelDelivery.created_at < func.now() - KEPT)
