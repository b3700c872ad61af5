"""Assembles the web front: the only module that knows every feature."""

from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager

from litestar import Litestar, Router
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.types import ControllerRouterHandler

from bff import csrf, errors
from bff.access import Renewal
from bff.accounts.routes import ACCOUNT_ROUTES
from bff.accounts.signing import Door
from bff.activity.routes import ACTIVITY_ROUTES
from bff.activity.stream import BEAT, Streams
from bff.assets import show_asset
from bff.clients.routes import CLIENT_ROUTES, NEW_CLIENT_ROUTES
from bff.cookies import cookie_jar
from bff.dashboard.routes import DASHBOARD_ROUTES
from bff.deals.detail_routes import DETAIL_ROUTES
from bff.deals.routes import DEAL_ROUTES, NEW_DEAL_ROUTES
from bff.dossiers.routes import DOSSIER_ROUTES
from bff.events import BLOCK, Events
from bff.exports.routes import EXPORT_ROUTES
from bff.files.routes import FILE_ROUTES
from bff.gallery.routes import GALLERY_ROUTES
from bff.gateway.client import Gateway, Patience
from bff.gateway.http import Transport, http_client
from bff.health import show_alive, show_back, show_ready
from bff.home.routes import show_home
from bff.imports.routes import IMPORT_ROUTES
from bff.metrics import show_metrics
from bff.notifications.routes import NOTIFICATION_ROUTES
from bff.observe import Observed
from bff.preferences import Preferences
from bff.pulse import beating
from bff.reception import Reception, provide_visit, require_sign_in
from bff.redis import connect
from bff.reminders.routes import REMINDER_ROUTES
from bff.reports.pdf import Typesetter
from bff.reports.routes import REPORT_ROUTES
from bff.seal import Sealer
from bff.search.routes import SEARCH_ROUTES
from bff.session import Sessions
from bff.settings import Settings
from bff.settings_pages.channel_routes import CHANNEL_ROUTES
from bff.settings_pages.letter_routes import LETTER_ROUTES
from bff.settings_pages.routes import SETTINGS_ROUTES
from bff.settings_pages.webhook_routes import WEBHOOK_ROUTES
from bff.store import Store
from bff.tasks.feed_routes import FEED_ROUTES, give_calendar
from bff.tasks.routes import NEW_TASK_ROUTES, TASK_ROUTES
from bff.trash.routes import TRASH_ROUTES
from bff.undo.routes import UNDO_ROUTES
from bff.views.routes import VIEW_ROUTES
from bff.visit import Surroundings

MAX_BODY = 64 * 1024
COMPRESSION = CompressionConfig(
    "brotli", brotli_quality=5, gzip_compress_level=5, exclude_opt_key="unpacked"
)
NEW_RECORDS = (*NEW_CLIENT_ROUTES, *NEW_DEAL_ROUTES, *NEW_TASK_ROUTES)
PAGES = (
    show_home,
    *ACCOUNT_ROUTES,
    *ACTIVITY_ROUTES,
    *CLIENT_ROUTES,
    *DASHBOARD_ROUTES,
    *DEAL_ROUTES,
    *DETAIL_ROUTES,
    *EXPORT_ROUTES,
    *FEED_ROUTES,
    *IMPORT_ROUTES,
    *TRASH_ROUTES,
    *UNDO_ROUTES,
    *VIEW_ROUTES,
    *REMINDER_ROUTES,
    *REPORT_ROUTES,
    *SETTINGS_ROUTES,
    *CHANNEL_ROUTES,
    *WEBHOOK_ROUTES,
    *LETTER_ROUTES,
    *DOSSIER_ROUTES,
    *NOTIFICATION_ROUTES,
    *SEARCH_ROUTES,
    *TASK_ROUTES,
)


def create_app(
    settings: Settings,
    *,
    transport: Transport | None = None,
    patience: Patience | None = None,
    beat: float = BEAT,
) -> Litestar:
    """For tests: ``transport`` leads to a backend in this process, ``patience`` waits for it, and
    ``beat`` is how often a live stream shows that it lives.
    """
    sealer = Sealer(settings.secret_key)
    tokens = csrf.Tokens(settings.secret_key)
    redis = connect(settings.redis_url)
    store = Store(settings.store, sealer)
    http = http_client(settings.backend_url, transport)
    gateway = Gateway(http, bff_key=settings.bff_key, answers=store, patience=patience)
    sessions = Sessions(redis, sealer)
    renewal = Renewal(sessions)
    events = Events(connect(settings.redis_url, patience=BLOCK + 2))

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncGenerator[None]:
        async with http, store.running(), events.running(), beating(redis), aclosing(renewal):
            yield
        await redis.aclose()

    surroundings = Surroundings(
        cookie_jar(settings),
        tokens,
        sealer,
        settings.origin,
        settings.idle_days,
        events,
        file_limit=settings.file_limit,
    )
    app = Litestar(
        [*PAGES, *routes_with_files(settings), *public_routes(settings)],
        lifespan=[lifespan],
        middleware=[Reception(gateway, sessions, renewal, surroundings)],
        guards=[csrf.OriginGuard(settings.origin), require_sign_in, csrf.TokenGuard(tokens)],
        dependencies={
            "visit": Provide(provide_visit, sync_to_thread=False),
            "door": always(Door(gateway, sessions, renewal, store)),
            "preferences": always(Preferences(sessions)),
            "typesetter": always(Typesetter()),
            "streams": always(Streams(events, sessions, beat=beat)),
        },
        state=state_of(settings, gateway=gateway, redis=redis, events=events),
        exception_handlers=errors.handlers(),
        compression_config=COMPRESSION,
        request_max_body_size=MAX_BODY,
        openapi_config=None,
        logging_config=None,
    )
    app.asgi_handler = Observed(app.asgi_handler, settings)
    return app


def state_of(settings: Settings, **kept: object) -> State:
    """What handlers find that are no page's."""
    return State({**kept, "metrics_token": settings.metrics_token}, deep_copy=False)


def always(service: object) -> Provide:
    """The one of this process."""

    def provide() -> object:
        return service

    return Provide(provide, sync_to_thread=False)


def routes_with_files(settings: Settings) -> list[Router]:
    """A file may be larger than a form: as large as the backend takes them. A record that is made
    together with its files may bring some more, so that what is refused is the file alone.
    """
    largest = settings.file_limit * 1024 * 1024
    both = (FILE_ROUTES, largest), (NEW_RECORDS, 2 * largest)
    return [
        Router("/", route_handlers=routes, request_max_body_size=most + MAX_BODY)
        for routes, most in both
    ]


def public_routes(settings: Settings) -> list[ControllerRouterHandler]:
    """Each says ``public=True``: no session is looked for and none is needed."""
    gallery = GALLERY_ROUTES if settings.shows_gallery else ()
    ours = [show_asset, show_alive, show_ready, show_metrics, show_back, give_calendar]
    return [*ours, *gallery]
