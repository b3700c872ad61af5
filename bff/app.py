"""Assembles the web front: the only module that knows every feature."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.types import ControllerRouterHandler

from bff import csrf, errors
from bff.access import Renewal
from bff.accounts.preferences import Preferences
from bff.accounts.routes import choose_language, choose_theme, show_login, sign_in, sign_out
from bff.accounts.signing import Door
from bff.activity.routes import ACTIVITY_ROUTES
from bff.activity.stream import BEAT, Streams
from bff.assets import show_asset
from bff.clients.routes import CLIENT_ROUTES
from bff.cookies import cookie_jar
from bff.dashboard.routes import DASHBOARD_ROUTES
from bff.deals.routes import DEAL_ROUTES
from bff.events import BLOCK, Events
from bff.gallery.routes import GALLERY_ROUTES
from bff.gateway.client import Gateway, Patience
from bff.gateway.http import Transport, http_client
from bff.health import show_alive, show_ready
from bff.home.routes import show_home
from bff.imports.routes import IMPORT_ROUTES
from bff.observe import Observed
from bff.reception import Reception, provide_visit, require_sign_in
from bff.redis import connect
from bff.seal import Sealer
from bff.session import Sessions
from bff.settings import Settings
from bff.store import Store
from bff.tasks.routes import TASK_ROUTES
from bff.trash.routes import TRASH_ROUTES
from bff.undo.routes import UNDO_ROUTES
from bff.views.routes import VIEW_ROUTES
from bff.visit import Surroundings

MAX_BODY = 64 * 1024
ACCOUNT_ROUTES = (show_login, sign_in, sign_out, choose_language, choose_theme)
PAGES = (
    show_home,
    *ACCOUNT_ROUTES,
    *ACTIVITY_ROUTES,
    *CLIENT_ROUTES,
    *DASHBOARD_ROUTES,
    *DEAL_ROUTES,
    *IMPORT_ROUTES,
    *TASK_ROUTES,
    *TRASH_ROUTES,
    *UNDO_ROUTES,
    *VIEW_ROUTES,
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
    door = Door(gateway, sessions, renewal, store)
    preferences = Preferences(sessions)
    events = Events(connect(settings.redis_url, patience=BLOCK + 2))
    streams = Streams(events, sessions, beat=beat)

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncGenerator[None]:
        async with http, store.running(), events.running():
            yield
        await redis.aclose()

    surroundings = Surroundings(cookie_jar(settings), tokens, sealer, settings.idle_days, events)
    app = Litestar(
        [*PAGES, *public_routes(settings)],
        lifespan=[lifespan],
        middleware=[Reception(gateway, sessions, renewal, surroundings)],
        guards=[csrf.CsrfGuard(tokens, settings.origin), require_sign_in],
        dependencies={
            "visit": Provide(provide_visit, sync_to_thread=False),
            "door": Provide(lambda: door, sync_to_thread=False),
            "preferences": Provide(lambda: preferences, sync_to_thread=False),
            "streams": Provide(lambda: streams, sync_to_thread=False),
        },
        state=State({"gateway": gateway, "redis": redis}, deep_copy=False),
        exception_handlers=errors.handlers(),
        compression_config=CompressionConfig(
            "brotli", brotli_quality=4, gzip_compress_level=5, exclude_opt_key="unpacked"
        ),
        request_max_body_size=MAX_BODY,
        openapi_config=None,
        logging_config=None,
    )
    app.asgi_handler = Observed(app.asgi_handler, settings)
    return app


def public_routes(settings: Settings) -> list[ControllerRouterHandler]:
    """Each says ``public=True``: no session is looked for and none is needed."""
    gallery = GALLERY_ROUTES if settings.shows_gallery else ()
    return [show_asset, show_alive, show_ready, *gallery]
