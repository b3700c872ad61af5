"""Live events: a bounded Redis Stream that names what changed and carries none of its content."""

import time
from collections.abc import Collection

from redis.asyncio import Redis
from redis.exceptions import RedisError
from redis.typing import EncodableT, FieldT

from backend.core.actor import Role
from backend.core.relay import Event

STREAM = "foyer:events"
KEPT = 10_000
SILENCE = 5.0  # seconds without a try after one that failed: each may cost as long as a time-out


class LiveEvents:
    """Readers re-fetch what they may see; an event that comes twice has the same id.

    ``private`` kinds are their people's alone, whoever sees all.
    """

    def __init__(
        self, redis: "Redis", *, everyone_sees_all: bool, private: Collection[str]
    ) -> None:
        self._redis = redis
        self._everyone_sees_all = everyone_sees_all
        self._private = private
        self._silent_until = 0.0

    async def publish(self, event: Event) -> None:
        """Raises RedisError where the stream cannot be written, at once while that is known."""
        if time.monotonic() < self._silent_until:
            raise RedisError("The stream could not be written a moment ago")
        try:
            await self._add(event)
        except (RedisError, OSError):
            self._silent_until = time.monotonic() + SILENCE
            raise

    async def _add(self, event: Event) -> None:
        fields: dict[FieldT, EncodableT] = {"event": str(event.id), "topic": event.topic}
        fields |= {
            name: event.payload[name] for name in ("kind", "id", "by") if name in event.payload
        }
        if parents := event.payload.get("of"):
            fields["of"] = " ".join(parents)
        if (audience := self._audience(event)) is not None:
            fields["for"] = " ".join(audience)
        await self._redis.xadd(STREAM, fields, maxlen=KEPT, approximate=True)

    def _audience(self, event: Event) -> list[str] | None:
        """Ids and roles of those who may hear of it; None: everyone."""
        payload = event.payload
        people = {*payload.get("owners", ()), payload.get("by", "")} - {""}
        if payload.get("kind") in self._private:
            return sorted(people)
        if self._everyone_sees_all or payload.get("kind") == "user":
            return None
        return [Role.ADMIN, *sorted(people)]
