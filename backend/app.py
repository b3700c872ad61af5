"""Assembles the API: the only module that knows every feature."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide

from backend.accounts.controller import (
    AuthController,
    MeController,
    TokenController,
    UserController,
)
from backend.accounts.gate import Gate, Sessions
from backend.accounts.guesses import Guesses
from backend.accounts.passwords import Resets
from backend.accounts.sign_in import SignIn
from backend.activity.controller import ActivityController
from backend.channels.controller import ChannelController
from backend.channels.service import Channels
from backend.clients.controller import ClientController
from backend.core import problems
from backend.core.db import connect
from backend.core.disk import PATH as DISK
from backend.core.disk import give_object, take_object
from backend.core.health import show_alive, show_ready
from backend.core.http import provide_work
from backend.core.limits import RateLimits
from backend.core.openapi import described, tell_the_whole_truth
from backend.core.portions import Places
from backend.core.pulse import beating
from backend.core.queue import Doorbell, connect_queue
from backend.core.requests import RequestContext
from backend.core.strict import StrictRequest
from backend.deals.controller import DealController
from backend.dossiers.controller import DossierController
from backend.exports.controller import ExportController
from backend.exports.streams import Streams
from backend.feeds.controller import FeedController
from backend.files.controller import FileController
from backend.files.storage import storage_of
from backend.imports.controller import ImportController
from backend.mail.controller import MailController
from backend.notes.controller import NoteController
from backend.notifications.controller import NotificationController
from backend.notifications.reminder_links import Links
from backend.notifications.unsubscribing import Unsubscribing
from backend.reminders.controller import ReminderController
from backend.schema_pages.pages import schema_pages, schema_router
from backend.search.controller import SearchController
from backend.settings import Settings
from backend.stats.controller import StatsController
from backend.system.controller import SystemController
from backend.system.metrics import show_metrics
from backend.tables import CONFLICTS
from backend.tasks.controller import TaskController
from backend.trash.controller import TrashController
from backend.undo.controller import UndoController
from backend.views.controller import ViewController
from backend.webhooks.controller import WebhookController
from backend.webhooks.guard import Targets
from backend.webhooks.service import Webhooks

CONTROLLERS = (
    AuthController,
    MeController,
    TokenController,
    UserController,
    ClientController,
    DossierController,
    DealController,
    TaskController,
    ReminderController,
    ActivityController,
    ChannelController,
    NoteController,
    UndoController,
    NotificationController,
    ExportController,
    FeedController,
    FileController,
    ImportController,
    MailController,
    SearchController,
    StatsController,
    SystemController,
    TrashController,
    ViewController,
    WebhookController,
)
MAX_BODY = 256 * 1024


def create_app(settings: Settings) -> Litestar:
    sign_in = SignIn(settings.secret_key)
    limits = RateLimits(settings.redis_url)
    gate = Gate(sign_in.access, limits, per_minute=settings.rate_limit)

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncGenerator[None]:
        queue = connect_queue(settings.redis_url, waits=False)
        async with connect(
            settings.database_url,
            pool_size=settings.pool_size,
            pooled=settings.database_pooled,
            replica_url=settings.database_replica_url,
            marks=queue.redis if settings.database_replica_url else None,
        ) as database:
            everyone = settings.visibility == "team"
            app.state.database = database
            app.state.sessions = Sessions(database, everyone_sees_all=everyone)
            app.state.storage = storage_of(settings)
            app.state.streams = Streams(database, at_once=max(settings.pool_size // 4, 1))
            app.state.queue = queue
            app.state.doorbell = Doorbell(queue)
            async with beating(queue.redis):
                yield
            await app.state.sessions.close()
            await app.state.doorbell.close()
            await limits.close()

    api = Router(
        "/api/v1",
        route_handlers=CONTROLLERS,
        dependencies={"work": Provide(provide_work)},
        security=[{"bearer": []}],
    )
    objects = Router(DISK, route_handlers=[take_object, give_object], tags=["files"])
    app = Litestar(
        [api, objects, show_alive, show_ready, show_metrics],
        lifespan=[lifespan],
        state=_state(settings, sign_in, limits),
        middleware=[gate],
        request_class=StrictRequest,
        exception_handlers=problems.handlers(CONFLICTS),
        openapi_config=described(
            router=schema_router(), pages=schema_pages(), controllers=CONTROLLERS
        ),
        request_max_body_size=MAX_BODY,
        logging_config=None,
    )
    tell_the_whole_truth(app)
    app.asgi_handler = RequestContext(app.asgi_handler)
    return app


def _state(settings: Settings, sign_in: SignIn, limits: RateLimits) -> State:
    """What is there before the database is."""
    targets = Targets(private=settings.private_webhooks)
    return State(
        {
            "settings": settings,
            "sign_in": sign_in,
            "resets": Resets(settings.secret_key, sign_in.passwords),
            "guesses": Guesses(limits),
            "limits": limits,
            "reminder_links": Links(settings.secret_key),
            "places": Places(settings.secret_key),
            "channels": Channels(settings.secret_key, private=settings.private_webhooks),
            "unsubscribing": Unsubscribing(settings.secret_key),
            "webhooks": Webhooks(settings.secret_key, targets),
        },
        deep_copy=False,
    )
