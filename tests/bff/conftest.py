"""The real web front over the real API, in one process and with no socket between them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from litestar import Litestar

from bff.app import create_app
from bff.settings import Settings
from tests.bff.browser import Browser
from tests.support.apps import running
from tests.support.people import People, SignedIn, transport_to

SignIn = Callable[..., Awaitable[Browser]]


@pytest.fixture
def bff_settings(redis_url: str, tmp_path: Path) -> Settings:
    return Settings(
        redis_url=redis_url,
        bff_key="b" * 32,
        secret_key="s" * 32,
        environment="development",
        backend_url="http://api.test",
        public_url="http://localhost:8000",
        store=str(tmp_path / "bff.sqlite3"),
    )


@pytest.fixture
async def bff_app(bff_settings: Settings, backend_app: Litestar) -> AsyncIterator[Litestar]:
    async with running(create_app(bff_settings, transport=transport_to(backend_app))) as app:
        yield app


@pytest.fixture
async def guest(bff_app: Litestar) -> AsyncIterator[Browser]:
    async with Browser(bff_app) as browser:
        yield browser


@pytest.fixture
async def at_work(bff_app: Litestar, signed_in: People) -> AsyncIterator[SignIn]:
    """Somebody signed in at a browser of their own: ``ann = await at_work(role="ADMIN")``."""
    async with AsyncExitStack() as stack:

        async def sit_down(*, app: Litestar = bff_app, **person: str) -> Browser:
            user = (await signed_in(**person)).user
            browser = await stack.enter_async_context(Browser(app))
            page = await browser.sign_in(user["email"])
            assert page.status == 200, page.html
            return browser

        yield sit_down


@pytest.fixture
async def ada(api: SignedIn, bff_app: Litestar) -> AsyncIterator[Browser]:
    """The admin of ``api`` at a browser."""
    async with Browser(bff_app) as browser:
        await browser.sign_in(api.user["email"])
        yield browser
