"""Holding on to a lease while its holder works.

Leases are in database time, so machines whose clocks differ agree on who holds one. They are short,
for what a dead holder had under way waits that long; one that lives renews its own.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog

log = structlog.get_logger()
LEASE_SECONDS = 10
RENEW_EVERY = 3.0


@asynccontextmanager
async def renewed(renew: Callable[[], Awaitable[None]]) -> AsyncGenerator[None]:
    """``renew`` is called again and again inside; one that fails is made up for by the next."""
    heartbeat = asyncio.create_task(_beat(renew))
    try:
        yield
    finally:
        heartbeat.cancel()
        await asyncio.gather(heartbeat, return_exceptions=True)


async def _beat(renew: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(RENEW_EVERY)
        try:
            await renew()
        except Exception as error:  # whatever the database goes through, the work goes on
            log.warning("lease_not_renewed", error=repr(error))
