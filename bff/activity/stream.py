"""Live events on their way to one browser: as a stream, or asked for where streams are cut off."""

import time
from collections.abc import AsyncGenerator, Iterable
from typing import Final, Literal

import msgspec
from msgspec import Struct
from redis.exceptions import RedisError

from bff.events import Events, LiveEvent, Position, Resync
from bff.gateway.problems import Away, Refused, SignedOut
from bff.metrics import STREAMS
from bff.session import Profile, Sessions
from bff.visit import Visit

BEAT: Final = 15.0  # seconds; proxies take silence for an end after some sixty
ASK: Final = 4  # beats from one question to the backend to the next
RETRY: Final = 2_000  # milliseconds until a browser comes back
# What makes a session's rights other than they were when its stream began.
OF_THE_READER: Final = "user"


class Told(Struct, frozen=True):
    """As scripts read it."""

    at: str
    kind: str
    id: str
    verb: str
    by: str
    of: tuple[str, ...]


class News(Struct, frozen=True):
    """``missed``: more happened than is told here."""

    at: str
    events: list[Told]
    missed: bool


class Streams:
    def __init__(self, events: Events, sessions: Sessions, *, beat: float = BEAT) -> None:
        self._events = events
        self._sessions = sessions
        self._beat = beat

    async def open(self, visit: Visit, after: str) -> AsyncGenerator[bytes]:
        """Raises SignedOut, TooMany."""
        reader = await reader_of(visit)
        self._events.require_room(visit.session_id)
        return self._stream(visit, reader, Position.of(after))

    async def news(self, visit: Visit, after: str) -> News:
        """Raises SignedOut."""
        missed = self._events.since(Position.of(after), await reader_of(visit))
        events = [told(event) for event in missed if isinstance(event, LiveEvent)]
        return News(str(self._events.position or ""), events, missed=len(events) < len(missed))

    async def _stream(
        self, visit: Visit, reader: Profile, after: Position | None
    ) -> AsyncGenerator[bytes]:
        """Ends with the session, and where the reader's rights may have changed: they come back
        and are asked who they are.
        """
        watch = Watch(visit, self._sessions, beat=self._beat)
        listening = self._events.subscription(visit.session_id, reader)
        with listening as subscriber, STREAMS.track_inprogress():
            yield framed("hello", retry=RETRY)
            waiting = self._events.since(after, reader)
            while not subscriber.is_over:
                if await watch.sees_the_end():
                    yield framed("bye")
                    return
                yield b"".join(map(written, waiting)) or framed("beat")
                if is_about(waiting, reader):
                    return
                waiting = await subscriber.take(self._beat)


class Watch:
    """Looks whether a stream's session is over, once a beat, however much there is to tell.

    The backend is asked less often: there it may have been ended from another device.
    """

    def __init__(self, visit: Visit, sessions: Sessions, *, beat: float) -> None:
        self._visit = visit
        self._sessions = sessions
        self._beat = beat
        self._looks = 0
        self._next = 0.0

    async def sees_the_end(self) -> bool:
        if time.monotonic() < self._next:
            return False
        self._next = time.monotonic() + self._beat
        self._looks += 1
        try:
            if self._looks % ASK == 0:
                await reader_of(self._visit)
            return not await self._sessions.is_alive(self._visit.session_id)
        except SignedOut:
            return True
        except (RedisError, Refused, Away):
            return False  # nobody can tell now


async def reader_of(visit: Visit) -> Profile:
    """As the backend knows them at this moment: the session may be older than their role."""
    try:
        return Profile.of(await visit.accounts.me())
    except Refused as refusal:
        if refusal.status in (401, 403):
            raise SignedOut from refusal
        raise


def is_about(events: Iterable[LiveEvent | Resync], reader: Profile) -> bool:
    return any(
        isinstance(event, LiveEvent)
        and event.kind == OF_THE_READER
        and event.record == str(reader.id)
        for event in events
    )


def told(event: LiveEvent) -> Told:
    return Told(str(event.at), event.kind, event.record, event.verb, event.by, event.of)


def written(event: LiveEvent | Resync) -> bytes:
    if isinstance(event, Resync):
        return framed("resync", at=event.at)
    return framed("change", told(event), at=event.at)


def framed(
    name: Literal["hello", "beat", "bye", "change", "resync"],
    data: Struct | None = None,
    *,
    at: Position | None = None,
    retry: int | None = None,
) -> bytes:
    """One event, as the HTML standard's chapter on server-sent events writes it.

    Beats are named ones and no comments, which scripts do not hear: silence tells them that
    something on the way holds the stream back.
    """
    lines = [
        f"event: {name}",
        f"id: {at}" if at else "",
        f"retry: {retry}" if retry else "",
        f"data: {msgspec.json.encode(data).decode() if data else ''}",
    ]
    return "\n".join([*filter(None, lines), "\n"]).encode()
