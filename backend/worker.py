"""``python -m backend.worker``: relays the outbox, carries imports and exports out, tidies up.

PostgreSQL says what is to be done; a SAQ job only says that it is worth looking at once.
"""

import asyncio
import gc
import logging
import os
import signal
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from urllib.parse import urlsplit
from uuid import UUID

from saq.queue.redis import RedisQueue

from backend.accounts import queries as accounts
from backend.accounts.passwords import INVITED, RESET_ASKED
from backend.accounts.schemas import UserView
from backend.activity.queries import PRIVATE
from backend.channels.jobs import Herald
from backend.chores import chores
from backend.clients import queries as clients
from backend.core import logs
from backend.core.actor import Actor
from backend.core.db import Database, connect
from backend.core.events import LiveEvents
from backend.core.pulse import beating
from backend.core.queue import RELAY, Doorbell, connect_queue
from backend.core.relay import Event, Handler, Relay
from backend.core.rounds import Rounds
from backend.core.shift import Sign, listening, walking
from backend.core.storage import Storage
from backend.core.watching import watchers
from backend.core.work import Work
from backend.deals import queries as deals
from backend.digests.jobs import digesting
from backend.exports.jobs import Exporter
from backend.exports.service import RUN as EXPORT
from backend.files.jobs import discarding
from backend.files.service import DISCARD
from backend.files.storage import storage_of
from backend.imports import queries as imports
from backend.imports.jobs import Importer
from backend.imports.service import RUN as IMPORT
from backend.mail.jobs import Postman
from backend.mail.sender import sender_of
from backend.notifications.models import NotificationType
from backend.notifications.service import CREATED as NOTIFIED
from backend.notifications.service import notify
from backend.reminders.jobs import reminding
from backend.settings import BadSettings, Settings
from backend.stats.service import mark_stale, refresh
from backend.system.alarms import Watchman, limits
from backend.system.chores import Chores
from backend.system.service import Ledger
from backend.tables import RECORDS
from backend.tasks import queries as tasks
from backend.webhooks.guard import Targets
from backend.webhooks.jobs import Reader, Sender
from backend.webhooks.models import Webhook

POOL_SIZE = 5
LOOK_EVERY = 1.0
SIGN_EVERY = 3.0
ALARMS_EVERY = 10.0
REFRESH_EVERY = 2.0
# Kinds that nobody but their people hears of. An import changes the lists of all.
ALONE = frozenset({*PRIVATE, "notification"} - {"import"})


@asynccontextmanager
async def running_worker(settings: Settings) -> AsyncGenerator[None]:
    """Works until the block ends; then what is under way is finished or given back."""
    async with AsyncExitStack() as stack:
        queue = connect_queue(settings.redis_url, waits=False)
        database = await stack.enter_async_context(_connected(settings, queue))
        doorbell = Doorbell(queue)
        stack.push_async_callback(doorbell.close)
        storage, ring = storage_of(settings), doorbell.ring
        everyone = settings.visibility == "team"
        importer = Importer(
            database,
            everyone_sees_all=everyone,
            default_currency=settings.default_currency,
            ring=ring,
        )
        exporter = Exporter(database, storage, everyone_sees_all=everyone, ring=ring)
        sender = _sender(database, settings, ring)
        herald = Herald(database, settings, ring=ring)
        postman = Postman(database, settings.secret_key, sender_of(settings))
        live = LiveEvents(queue.redis, everyone_sees_all=everyone, private=ALONE)
        relay = Relay(database, _handlers(queue, database, storage, sender, postman, herald, live))
        bells = {
            RELAY: Rounds("relay", relay.run, every=LOOK_EVERY),
            IMPORT: Rounds("imports", importer.look, every=LOOK_EVERY),
            EXPORT: Rounds("exports", exporter.look, every=LOOK_EVERY),
        }
        by_the_clock = Chores(database, chores(settings, database, relay, storage, ring))
        sign = Sign(queue.redis)
        stack.push_async_callback(sign.take_down)
        rounds = [
            *bells.values(),
            sender.rounds,
            postman.rounds,
            herald.rounds,
            Rounds("sign", sign.put_up, every=SIGN_EVERY),
            reminding(database, ring),
            digesting(database, ring, everyone_sees_all=everyone),
            _alarms(settings, database, queue, ring),
            Rounds("overview", lambda: refresh(database), every=REFRESH_EVERY),
            by_the_clock.rounds,
        ]
        at_work = (importer, exporter, sender, postman, herald, by_the_clock)
        stack.push_async_callback(lambda: asyncio.gather(*(each.close() for each in at_work)))
        await stack.enter_async_context(beating(queue.redis))
        await stack.enter_async_context(walking(rounds, told=Ledger(database).note))
        await stack.enter_async_context(listening(settings.redis_url, bells))
        yield


def _connected(settings: Settings, queue: RedisQueue) -> AbstractAsyncContextManager[Database]:
    return connect(
        settings.database_url,
        pool_size=POOL_SIZE,
        pooled=settings.database_pooled,
        marks=queue.redis if settings.database_replica_url else None,
    )


def _alarms(
    settings: Settings, database: Database, queue: RedisQueue, ring: Callable[[], Awaitable[None]]
) -> Rounds:
    told = limits(errors=settings.alarm_errors)
    watchman = Watchman(database, queue.redis, told, ring=ring)
    return Rounds("alarms", watchman.look, every=ALARMS_EVERY)


def _sender(database: Database, settings: Settings, ring: Callable[[], Awaitable[None]]) -> Sender:
    return Sender(
        database,
        settings.secret_key,
        Targets(private=settings.private_webhooks),
        readers=READERS,
        everyone_sees_all=settings.visibility == "team",
        ring=ring,
        tell_owner=tell_owner,
    )


async def tell_owner(work: Work, webhook: Webhook) -> None:
    """By the address's host alone: what stands behind it may be a secret."""
    payload = {"name": urlsplit(webhook.url).hostname, "reason": webhook.disabled_reason}
    what = NotificationType.WEBHOOK_DISABLED
    await notify(work, webhook.owner_id, what, webhook.id, payload, by=None)


async def _user(database: Database, _: Actor, user_id: UUID) -> UserView:
    return await accounts.user(database, user_id)


# How a webhook's payload shows a record, by its kind.
READERS: Mapping[str, Reader] = {
    "client": clients.client,
    "deal": deals.deal,
    "import": imports.one,
    "task": tasks.task,
    "user": _user,
}


def _handlers(
    queue: RedisQueue,
    database: Database,
    storage: Storage,
    sender: Sender,
    postman: Postman,
    herald: Herald,
    live: LiveEvents,
) -> Mapping[str, Handler]:
    async def spread(event: Event) -> None:
        """Valkey last: while it is away, all else happens."""
        await sender.fan_out(event)
        await live.publish(event)

    async def call_a_runner(event: Event) -> None:
        key = f"{event.topic}:{event.payload['id']}"
        await queue.enqueue(event.topic, key=key, timeout=10, retries=1, ttl=1)

    async def tell(event: Event) -> None:
        await mark_stale(database)
        await herald.tell_teams(event)
        await spread(event)

    async def notify(event: Event) -> None:
        await postman.tell(event)
        await herald.tell(event)
        await spread(event)

    told = (f"{kind}.*" for kind in (*RECORDS, "notification"))
    counted = ("client.*", "deal.*", "task.*", "user.*", "import.*")
    ours: dict[str, Handler] = dict.fromkeys((IMPORT, EXPORT), call_a_runner)
    ours |= {DISCARD: discarding(storage), NOTIFIED: notify}
    ours |= {INVITED: postman.invite, RESET_ASKED: postman.help}
    return ours | dict.fromkeys(told, spread) | dict.fromkeys(counted, tell)


async def work(settings: Settings) -> None:
    told_to_stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told_to_stop.set)
    async with running_worker(settings):
        await told_to_stop.wait()


def main() -> None:
    try:
        settings = Settings.from_env(os.environ)
    except BadSettings as error:
        sys.exit(f"Foyer's worker cannot start: {'; '.join(str(error).splitlines())}")
    logs.configure(settings.log_level, watchers=watchers("worker", settings))
    # SAQ repeats each second, with a traceback, that Redis is away; the rounds say it in a line.
    logging.getLogger("saq").setLevel(logging.CRITICAL)
    # As in the API, and more so: an import makes dicts by the hundred thousand.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    asyncio.run(work(settings))


if __name__ == "__main__":
    main()
