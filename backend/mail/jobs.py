"""Events become mails: written down at once, put into words and sent until taken or hopeless."""

import asyncio
from collections.abc import Collection, Mapping
from contextlib import AsyncExitStack
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import func, text

from backend.accounts import queries as accounts
from backend.core.db import Database
from backend.core.i18n import speak
from backend.core.leases import renewed
from backend.core.pauses import jittered
from backend.core.relay import Event
from backend.core.rounds import Rounds
from backend.core.tidying import forget
from backend.core.tokens import ResetSecrets
from backend.mail import outgoing
from backend.mail.letter import Told
from backend.mail.letters import INVITATION, LETTERS, PASSWORD_RESET
from backend.mail.models import Mail, MailState
from backend.mail.outgoing import Due, Outcome
from backend.mail.paper import Envelope, NoAddress, address_of, mail_of
from backend.mail.places import Places
from backend.mail.sender import Sender
from backend.mail.smtp import InDoubt, MailServer, NotSent, leave, send
from backend.notifications import queries as notifications
from backend.notifications.reminder_links import Links
from backend.notifications.schemas import channels_of
from backend.notifications.unsubscribing import Unsubscribing

log = structlog.get_logger()
LOOK_EVERY = 1.0
AT_ONCE = 4  # conversations of one worker with the mail server
PATIENCE = 1.5  # seconds that those under way get when the worker stops
LAST_WORD = 10.0  # and those to which only the server's answer is missing
NOTE_EVERY = 1.0
NOTED_WITHIN = 300.0  # seconds in which PostgreSQL is back
# Seconds before each try: together some 26 hours, in which a mail server is mended.
SCHEDULE = (0, 30, 120, 600, 1800, 3600, 7200, 14_400, 21_600, 43_200)
STALE = 7 * 86_400  # seconds; news of a week ago is none, as when there was no mail server
KEPT = text("interval '30 days'")
TOO_LATE = "Nobody could send it for a week"
SECRET = frozenset({INVITATION, PASSWORD_RESET})


class Dropped(Exception):
    """Nobody needs the mail any more; the message says why."""


class Postman:
    """Looks for mails that are due. One that a dead worker left behind is sent by another, unless
    the server had it all: that one is in doubt, and nobody sends it but who is told to.
    """

    def __init__(self, database: Database, secret: str, sender: Sender) -> None:
        self._database = database
        self._sender = sender
        self._resets = ResetSecrets(secret)
        self._unsubscribing = Unsubscribing(secret)
        self._places = Places(sender.home, Links(secret))
        self._sending: set[asyncio.Task[None]] = set()
        self._handed_over: set[asyncio.Task[None]] = set()
        self.rounds = Rounds("mail", self.look, every=LOOK_EVERY)

    async def tell(self, event: Event) -> None:
        """Of a notification, whose person may want no mail of it. Many at once are one mail."""
        if event.payload["id"] != event.payload.get("first", event.payload["id"]):
            return
        told = await notifications.told(self._database, UUID(event.payload["id"]))
        if told is None or told.type not in LETTERS:
            return
        if not channels_of(told.choices, told.type).mail:
            return
        payload = {
            "kind": told.entity_type,
            "id": str(told.entity_uuid),
            "person": told.actor_name or "",
            "count": event.payload.get("count", 1),
            "payload": told.payload,
        }
        await self._write(event, told.user_id, told.type, payload)

    async def invite(self, event: Event) -> None:
        await self._mail_a_link(event, INVITATION)

    async def help(self, event: Event) -> None:
        """Whoever has forgotten their password; of an account that there is not nobody hears."""
        await self._mail_a_link(event, PASSWORD_RESET)

    async def look(self) -> None:
        room = AT_ONCE - len(self._sending)
        if self._sender.server is None or room <= 0:
            return
        for due in await outgoing.lease(self._database, room=room):
            task = asyncio.create_task(
                self._deliver(due, self._sender.server), name=f"mail {due.id}"
            )
            self._sending.add(task)
            task.add_done_callback(self._sent)

    async def close(self) -> None:
        """What no server has by then is sent when its lease has run out."""
        await _given(self._sending, PATIENCE)
        await _stopped(self._sending - self._handed_over)
        await _given(self._handed_over, LAST_WORD)
        await _stopped(self._sending)

    def _sent(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        self._handed_over.discard(task)
        self.rounds.ring()

    async def _mail_a_link(self, event: Event, type: str) -> None:
        reset = await accounts.open_reset(self._database, UUID(event.payload["id"]))
        if reset is not None:
            payload = {"reset": event.payload["id"], "person": event.payload.get("person", "")}
            await self._write(event, reset.user_id, type, payload)

    async def _write(
        self, event: Event, user_id: UUID, type: str, payload: Mapping[str, object]
    ) -> None:
        await outgoing.write_down(self._database, event.id, user_id, type, payload)
        self.rounds.ring()

    async def _deliver(self, due: Due, server: MailServer) -> None:
        held = renewed(lambda: outgoing.renew(self._database, due))
        try:
            async with AsyncExitStack() as conversation, held:
                outcome = await self._try(due, server, conversation)
                if outcome.error is not None:
                    told = {"id": str(due.id), "state": outcome.state, "why": outcome.error}
                    log.warning("mail_not_sent", **told)
                await self._note(due, outcome)
        except Exception as error:  # due again, or in doubt, when the lease has run out
            log.warning("mail_interrupted", id=str(due.id), error=repr(error))

    async def _note(self, due: Due, outcome: Outcome) -> None:
        """However long PostgreSQL is away: what the server said is known here alone."""
        async with asyncio.timeout(NOTED_WITHIN):
            while True:
                try:
                    return await outgoing.settle(self._database, due, outcome)
                except Exception as error:  # whatever the database goes through
                    log.warning("mail_not_noted", id=str(due.id), error=repr(error))
                await asyncio.sleep(NOTE_EVERY)

    async def _try(self, due: Due, server: MailServer, conversation: AsyncExitStack) -> Outcome:
        """What it opens is left when the outcome is noted."""
        sender = self._sender.address.addr_spec
        try:
            message = await self._message(due)
            client = await send(server, sender, *message, hand_over=lambda: self._hand_over(due))
            conversation.push_async_callback(leave, client)
        except Dropped as why:
            return Outcome(MailState.DROPPED, str(why))
        except NoAddress:
            return Outcome(MailState.DEAD, "Its reader's address is not one that mail can go to")
        except InDoubt as why:
            return Outcome(MailState.IN_DOUBT, str(why))
        except NotSent as failure:
            if failure.is_final:
                return Outcome(MailState.DEAD, str(failure))
            return _later(due, str(failure))
        except Exception as error:  # ours: a letter that cannot be written, a database that is away
            log.exception("mail_not_written", id=str(due.id), type=due.type)
            return _later(due, repr(error))
        return Outcome(MailState.SENT)

    async def _hand_over(self, due: Due) -> None:
        """Nobody is broken off while PostgreSQL answers: what no server has would be in doubt."""
        if task := asyncio.current_task():
            self._handed_over.add(task)
        if not await outgoing.hand_over(self._database, due):
            raise NotSent("Another worker may be at it")

    async def _message(self, due: Due) -> tuple[str, bytes]:
        """To whom, and what: in the words and by the choices of now. Raises Dropped."""
        if not due.is_active:
            raise Dropped("Its reader may not sign in any more")
        if due.age > STALE:
            raise Dropped(TOO_LATE)
        may_choose = due.type not in SECRET
        if may_choose and not channels_of(due.choices, due.type).mail:
            raise Dropped("Its reader wants no such mails any more")
        speak(due.locale, due.time_zone)
        letter = LETTERS[due.type](await self._told(due))
        envelope = Envelope(
            sender=self._sender.address,
            recipient=due.email,
            message_id=self._sender.message_id(due.event_id, due.user_id),
            date=due.created_at,
            unsubscribe=self._unsubscribe(due) if may_choose else "",
        )
        recipient = address_of(due.email).addr_spec
        return recipient, mail_of(letter, envelope).as_bytes()

    async def _told(self, due: Due) -> Told:
        said = due.payload
        url, good_until = await self._where(due)
        return Told(
            name=due.full_name,
            email=due.email,
            payload=said.get("payload", {}),
            person=said["person"],
            url=url,
            home=self._sender.home,
            count=said.get("count", 1),
            good_until=good_until,
            answers=self._answers(due),
        )

    def _answers(self, due: Due) -> dict[str, str]:
        if due.type in SECRET:
            return {}
        said = due.payload
        return self._places.answers(
            due.type, due.user_id, said["payload"], said["id"], due.created_at
        )

    async def _where(self, due: Due) -> tuple[str, datetime | None]:
        """The address that it leads to, and until when that is good. Raises Dropped."""
        if due.type not in SECRET:
            return self._places.record(due.payload["kind"], due.payload["id"]), None
        reset_id = UUID(due.payload["reset"])
        reset = await accounts.open_reset(self._database, reset_id)
        if reset is None:
            raise Dropped("Its link was used or is too old")
        return self._places.address("reset/", token=self._resets.of(reset_id)), reset.expires_at

    def _unsubscribe(self, due: Due) -> str:
        token = self._unsubscribing.token(due.user_id, due.type)
        return self._places.address("unsubscribe/", type=due.type, token=token)


async def _given(tasks: Collection[asyncio.Task[None]], seconds: float) -> None:
    if tasks:
        await asyncio.wait(tasks, timeout=seconds)


async def _stopped(tasks: Collection[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _later(due: Due, reason: str) -> Outcome:
    if due.attempts >= len(SCHEDULE):
        return Outcome(MailState.DEAD, reason)
    pause = jittered(SCHEDULE[due.attempts])
    return Outcome(MailState.WAITING, reason, pause)


async def forget_mails(database: Database) -> int:
    """Those of a month ago; what waits that long is no news to anybody."""
    return await forget(database, Mail, Mail.created_at < func.now() - KEPT)
