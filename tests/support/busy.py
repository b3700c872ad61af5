"""A web program so busy that some always wait at its port."""

import time
from typing import Any

BUSY = 0.01  # seconds in which nobody else is listened to


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        for step in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{step}.complete"})
        return
    time.sleep(BUSY)  # noqa: ASYNC251  # that is what it is for
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"done"})
