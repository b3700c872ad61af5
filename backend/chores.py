"""What is done by the clock: each with a name, a rhythm, and its own row in the ledger."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import func, select

from backend.accounts.jobs import forget_expired, forget_refresh_tokens
from backend.activity.jobs import keep_log
from backend.activity.partitions import make_months
from backend.channels.jobs import forget_channel_deliveries
from backend.core.db import Database
from backend.core.idempotency import forget_keys
from backend.core.relay import Relay
from backend.core.storage import Storage
from backend.digests.jobs import forget_digests
from backend.exports.jobs import forget_exports
from backend.files.jobs import forget_uploads
from backend.imports.jobs import forget_files
from backend.mail.jobs import forget_mails
from backend.notifications.jobs import forget_notifications
from backend.settings import Settings
from backend.system.chores import Chore
from backend.tables import RECORDS
from backend.webhooks.jobs import forget_deliveries

HOUR = 3600.0


def chores(
    settings: Settings,
    database: Database,
    relay: Relay,
    storage: Storage,
    ring: Callable[[], Awaitable[None]],
) -> tuple[Chore, ...]:
    async def make_log_months() -> int:
        return await make_months(database, await _now(database))

    async def keep_to_its_days() -> int:
        days, now = settings.activity_retention_days, await _now(database)
        return await keep_log(database, RECORDS, days=days, now=now)

    return (
        Chore("log.months", HOUR, make_log_months),
        Chore("log.retention", HOUR, keep_to_its_days),
        Chore("outbox.forget", HOUR, relay.forget),
        Chore("keys.forget", HOUR, lambda: forget_keys(database)),
        Chore("sessions.forget", HOUR, lambda: forget_refresh_tokens(database)),
        Chore("tokens.forget", HOUR, lambda: forget_expired(database)),
        Chore("deliveries.forget", HOUR, lambda: forget_deliveries(database)),
        Chore("mails.forget", HOUR, lambda: forget_mails(database)),
        Chore("chats.forget", HOUR, lambda: forget_channel_deliveries(database)),
        Chore("digests.forget", HOUR, lambda: forget_digests(database)),
        Chore("imports.forget", HOUR, lambda: forget_files(database)),
        Chore("notifications.forget", HOUR, lambda: forget_notifications(database)),
        Chore("exports.forget", HOUR, lambda: forget_exports(database, storage, ring=ring)),
        Chore("uploads.forget", HOUR, lambda: forget_uploads(database, storage)),
    )


async def _now(database: Database) -> datetime:
    """The database's, for a worker's own clock may be wrong."""
    async with database.sessions() as session:
        now: datetime = (await session.execute(select(func.now()))).scalar_one()
    return now
