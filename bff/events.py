"""Live events: one reader of the Redis Stream for this process, fanned out to its browsers.

An event names a record and what was done to it; pages fetch anew what they may see of it.
"""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncGenerator, Generator, Iterable
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, Final, Self

import structlog
from msgspec import Struct
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bff.session import Profile
from bff.signals import told_to_stop

STREAM: Final = "foyer:events"
REMEMBERED: Final = 1_000  # events, for browsers that come back
WAITING: Final = 64  # events that a browser may be behind before it is told to look at everything
BLOCK: Final = 5  # seconds that Redis holds one question
PAUSES: Final = (0.1, 0.5, 2.0)  # seconds between tries while it is away
OF_A_SESSION: Final = 6
OF_A_PROCESS: Final = 2_000

log = structlog.get_logger()


class Position(Struct, frozen=True, order=True):
    """A place in the stream, written as Redis does: ``1764154800000-0``."""

    milliseconds: int
    number: int

    @classmethod
    def of(cls, text: str) -> Self | None:
        milliseconds, _, number = text.partition("-")
        with suppress(ValueError):
            return cls(int(milliseconds), int(number))
        return None

    def __str__(self) -> str:
        return f"{self.milliseconds}-{self.number}"


START: Final = Position(0, 0)


class LiveEvent(Struct, frozen=True):
    """``of`` names what the record belongs to, as ``client:ID``; ``audience`` holds ids and roles
    of those who may hear of it, None is everyone.
    """

    at: Position
    kind: str
    record: str
    verb: str
    by: str
    of: tuple[str, ...]
    audience: frozenset[str] | None

    def is_for(self, reader: Profile) -> bool:
        return self.audience is None or not self.audience.isdisjoint((str(reader.id), reader.role))


class Resync(Struct, frozen=True):
    """Something was missed: look at everything again."""

    at: Position


class TooMany(Exception):
    """This session, or this process, has as many open streams as it may."""


class Subscriber:
    """One browser's share of the events. Slow ones never hold up others: theirs are dropped."""

    def __init__(self, reader: Profile) -> None:
        self.reader = reader
        self.is_over = False
        self._waiting: deque[LiveEvent | Resync] = deque()
        self._bell = asyncio.Event()

    def put(self, event: LiveEvent | Resync) -> None:
        if isinstance(event, LiveEvent) and not event.is_for(self.reader):
            return
        if isinstance(event, Resync) or len(self._waiting) >= WAITING:
            self._waiting.clear()
            event = Resync(event.at)
        self._waiting.append(event)
        self._bell.set()

    async def take(self, patience: float) -> list[LiveEvent | Resync]:
        """What has come, or after so many seconds nothing."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._bell.wait()
        self._bell.clear()
        taken = list(self._waiting)
        self._waiting.clear()
        return taken

    def end(self) -> None:
        self.is_over = True
        self._bell.set()


class Events:
    """One for each process. ``redis`` must be patient for longer than ``BLOCK``."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._remembered: deque[LiveEvent] = deque(maxlen=REMEMBERED)
        self._floor = START  # what came after it is remembered
        self._subscribers: set[Subscriber] = set()
        self._of_session: Counter[str] = Counter()
        self.position: Position | None = None  # None: not yet known

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        reading = asyncio.create_task(self._read_for_ever())
        try:
            with told_to_stop(self.end):
                yield
        finally:
            self.end()
            while not reading.done():  # one is lost where it meets an answer of Redis
                reading.cancel()
                await asyncio.wait({reading}, timeout=0.5)
            await self._redis.aclose()

    def end(self) -> None:
        """Every stream ends by itself; browsers come back, to another process or the next one."""
        for subscriber in self._subscribers:
            subscriber.end()

    def since(self, after: Position | None, reader: Profile) -> list[LiveEvent | Resync]:
        """What the reader has missed; a place that nobody remembers means everything."""
        if self.position is None or after is None:
            return []
        if not self._floor <= after <= self.position:
            return [Resync(self.position)]
        return [event for event in self._remembered if event.at > after and event.is_for(reader)]

    def require_room(self, session_id: str) -> None:
        """Raises TooMany."""
        if len(self._subscribers) >= OF_A_PROCESS or self._of_session[session_id] >= OF_A_SESSION:
            raise TooMany

    @contextmanager
    def subscription(self, session_id: str, reader: Profile) -> Generator[Subscriber]:
        subscriber = Subscriber(reader)
        self._subscribers.add(subscriber)
        self._of_session[session_id] += 1
        try:
            yield subscriber
        finally:
            self._subscribers.discard(subscriber)
            self._of_session -= Counter([session_id])

    async def _read_for_ever(self) -> None:
        failures = 0
        while True:
            try:
                await self._read(was_away=failures > 0)
                failures = 0
            except (RedisError, OSError) as error:
                if not failures:
                    log.warning("live_events_away", error=repr(error))
                await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
                failures += 1

    async def _read(self, *, was_away: bool) -> None:
        if self.position is None or was_away:
            await self._catch_up()
        found: Any = await self._redis.xread(
            {STREAM: str(self.position)}, count=500, block=BLOCK * 1000
        )
        for _, entries in found or ():
            self._hand_on(parsed(*entry) for entry in entries)

    async def _catch_up(self) -> None:
        """Reads the end of the stream anew: what stood in a Redis that died may be gone."""
        last: Any = await self._redis.xrevrange(STREAM, count=REMEMBERED)
        known = [parsed(*entry) for entry in reversed(last)]
        was = self.position
        self._remembered = deque(known, maxlen=REMEMBERED)
        self._floor = known[0].at if len(known) == REMEMBERED else START
        self.position = known[-1].at if known else START
        if was is not None:
            self._floor = max(self._floor, self.position)
        for subscriber in self._subscribers:  # at the very first they have come before an answer
            subscriber.put(Resync(self.position))

    def _hand_on(self, events: Iterable[LiveEvent]) -> None:
        for event in events:
            if len(self._remembered) == REMEMBERED:
                self._floor = self._remembered[0].at
            self._remembered.append(event)
            self.position = event.at
            for subscriber in self._subscribers:
                subscriber.put(event)


def parsed(entry_id: bytes, fields: dict[bytes, bytes]) -> LiveEvent:
    told = {name.decode(): value.decode() for name, value in fields.items()}
    audience = told.get("for")
    return LiveEvent(
        at=Position.of(entry_id.decode()) or START,
        kind=told.get("kind", ""),
        record=told.get("id", ""),
        verb=told.get("topic", "").partition(".")[2],
        by=told.get("by", ""),
        of=tuple(told.get("of", "").split()),
        audience=None if audience is None else frozenset(audience.split()),
    )
