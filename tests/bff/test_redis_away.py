"""Redis is away: whoever has a valid access cookie works on, nobody is let in on less."""

from collections.abc import AsyncIterator

import pytest
from litestar import Litestar

from bff.app import create_app
from bff.settings import Settings
from tests.bff.browser import Browser
from tests.bff.conftest import UNHURRIED
from tests.bff.wire import Wire
from tests.support.apps import running


@pytest.fixture
async def stranded_app(bff_settings: Settings, wire: Wire) -> AsyncIterator[Litestar]:
    """A process of the same web front that finds no Redis."""
    settings = Settings(
        redis_url="redis://127.0.0.1:1/0",
        bff_key=bff_settings.bff_key,
        secret_key=bff_settings.secret_key,
        environment="development",
        backend_url=bff_settings.backend_url,
        store=bff_settings.store,
    )
    async with running(create_app(settings, transport=wire, patience=UNHURRIED)) as app:
        yield app


@pytest.fixture
async def stranded(stranded_app: Litestar, ada: Browser) -> AsyncIterator[Browser]:
    async with Browser(stranded_app) as browser:
        browser.http.cookies.update(ada.http.cookies)
        yield browser


async def test_a_valid_access_cookie_is_enough_to_work(stranded: Browser) -> None:
    page = await stranded.open("/clients/")

    assert (page.status, page.path) == (200, "/clients/")
    assert "Ada Admin" in page.text


async def test_without_it_nothing_is_shown(stranded: Browser) -> None:
    stranded.http.cookies.delete("local-8000-access", domain="localhost.local")

    page = await stranded.open("/clients/")

    assert page.status == 503
    assert "Ada Admin" not in page.html


async def test_the_access_cookie_of_one_session_opens_no_other(
    stranded: Browser, second_browser: Browser
) -> None:
    stranded.plant_cookie("access", second_browser.cookie("access"))

    assert (await stranded.open("/clients/")).status == 503


@pytest.fixture
async def second_browser(bff_app: Litestar) -> AsyncIterator[Browser]:
    """Ada at a second browser."""
    async with Browser(bff_app) as browser:
        await browser.sign_in("admin@foyer.test")
        yield browser


@pytest.mark.parametrize("damage", ["", "x", "é", "A" * 400, "=" * 8])
async def test_a_damaged_access_cookie_is_no_error(stranded: Browser, damage: str) -> None:
    cookie = f"local-8000-session={stranded.cookie('session')}; local-8000-access={damage}"
    stranded.http.cookies.clear()

    answer = await stranded.http.get("/clients/", headers={b"cookie": cookie.encode()})

    assert answer.status_code == 503


async def test_readiness_says_so(stranded: Browser) -> None:
    answer = await stranded.http.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"]["redis"] == "away"
