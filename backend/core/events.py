"""Live events: a bounded Redis Stream that names what changed and carries none of its content."""

from redis.asyncio import Redis

from backend.core.relay import Event

STREAM = "foyer:events"
KEPT = 10_000


class LiveEvents:
    """Readers re-fetch what they may see; an event that comes twice has the same id."""

    def __init__(self, redis: "Redis") -> None:
        self._redis = redis

    async def publish(self, event: Event) -> None:
        fields = {"event": str(event.id), "topic": event.topic}
        fields |= {name: str(value) for name, value in event.payload.items()}
        await self._redis.xadd(STREAM, fields, maxlen=KEPT, approximate=True)  # type: ignore[arg-type]  # dict is invariant
