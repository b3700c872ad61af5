"""What the first start puts into an empty database."""

import asyncio
from datetime import UTC, datetime

from ops.accounts import add_first_admin
from ops.seed.store import Sizes, seed_once

DEMO = Sizes(clients=240, deals=600, tasks=400)


def first_admin(database_url: str, *, email: str, password: str, demo: bool) -> bool:
    """Says whether one may sign in by these words; makes the demo data only then."""

    async def make() -> bool:
        if not await add_first_admin(database_url, email=email, password=password):
            return False
        if demo:
            await seed_once(database_url, DEMO, seed=1, until=datetime.now(UTC))
        return True

    return asyncio.run(make())
