"""The real web front over the real API, in one process and with no socket between them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from litestar import Litestar
from redis.asyncio import Redis

from backend.settings import Settings as BackendSettings
from bff.app import create_app
from bff.gateway.client import Patience
from bff.i18n import speak
from bff.redis import connect
from bff.seal import Sealer
from bff.session import Sessions
from bff.settings import Settings
from tests.bff.browser import Browser
from tests.bff.wire import Wire
from tests.support.apps import running
from tests.support.people import People, SignedIn, transport_to

# A test machine may be busy with anything; test_gateway.py has the real patience.
UNHURRIED = Patience(one_try=20, read=40, write=40)
SignIn = Callable[..., Awaitable[Browser]]


@pytest.fixture(autouse=True)
def english() -> None:
    """Whatever the test before has spoken."""
    speak("en")


@pytest.fixture(scope="session")
def bff_settings(
    process_settings: BackendSettings, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    return Settings(
        redis_url=process_settings.redis_url,
        bff_key=process_settings.bff_key,
        secret_key="s" * 32,
        environment="development",
        backend_url="http://api.test",
        public_url="http://localhost:8000",
        store=str(tmp_path_factory.mktemp("bff") / "bff.sqlite3"),
        metrics_token=process_settings.metrics_token,
    )


@pytest.fixture(scope="session")
def process_wire() -> Wire:
    return Wire()


@pytest.fixture(scope="session")
async def process_bff(bff_settings: Settings, process_wire: Wire) -> AsyncIterator[Litestar]:
    """Starting one takes as long as a test: the tests of a process share it."""
    app = create_app(bff_settings, transport=process_wire, patience=UNHURRIED)
    async with running(app) as started:
        yield started


@pytest.fixture
def wire(backend_app: Litestar, process_wire: Wire) -> Wire:
    process_wire.lead_to(transport_to(backend_app))
    return process_wire


@pytest.fixture
def bff_app(process_bff: Litestar, wire: Wire, redis_url: str) -> Litestar:  # noqa: ARG001  # which lead to this test's API, and empty Redis
    return process_bff


@pytest.fixture
async def second_bff_app(bff_settings: Settings, wire: Wire) -> AsyncIterator[Litestar]:
    """Another process of the same web front."""
    async with running(create_app(bff_settings, transport=wire, patience=UNHURRIED)) as app:
        yield app


@pytest.fixture
async def guest(bff_app: Litestar) -> AsyncIterator[Browser]:
    async with Browser(bff_app) as browser:
        yield browser


@pytest.fixture
async def at_work(bff_app: Litestar, signed_in: People) -> AsyncIterator[SignIn]:
    """Somebody at a browser of their own: ``ann = await at_work(name="Ann")``."""
    async with AsyncExitStack() as stack:

        async def sit_down(**person: str) -> Browser:
            user = (await signed_in(**person)).user
            browser = await stack.enter_async_context(Browser(bff_app))
            await browser.enter(user["email"])
            return browser

        yield sit_down


@pytest.fixture
async def ada(api: SignedIn, bff_app: Litestar) -> AsyncIterator[Browser]:
    """The admin of ``api``, at a browser."""
    async with Browser(bff_app) as browser:
        await browser.enter(api.user["email"])
        yield browser


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with connect(redis_url) as client:
        yield client


@pytest.fixture
def sessions(redis: Redis, bff_settings: Settings) -> Sessions:
    """A look into the web front's sessions."""
    return Sessions(redis, Sealer(bff_settings.secret_key))
