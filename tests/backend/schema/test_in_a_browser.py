"""Both reference pages work in Chromium, and our policy finds nothing to refuse."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import uvicorn
from playwright.async_api import Page, async_playwright

from backend.app import create_app
from backend.settings import Settings
from ops.browser import chromium
from ops.local.ports import unused_port
from tests.support.waiting import until

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
async def api_url(settings: Settings) -> AsyncIterator[str]:
    port = unused_port()
    config = uvicorn.Config(create_app(settings), port=port, log_level="warning")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await serving


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    """Fails the test for anything that the browser complains of, or asks of another host."""
    complaints: list[str] = []
    async with async_playwright() as playwright:
        path = await asyncio.to_thread(chromium)
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        opened = await browser.new_page()
        opened.set_default_timeout(60_000)  # on a machine that does much else
        opened.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on(
            "request",
            lambda r: None if r.url.startswith("http://127.0.0.1:") else complaints.append(r.url),
        )
        yield opened
        await browser.close()
    assert complaints == []


async def test_scalar_shows_the_operations_and_a_form_to_try_one(page: Page, api_url: str) -> None:
    await page.goto(f"{api_url}/schema/")
    await page.get_by_role("link", name="Log in").first.click()
    await page.get_by_role("button", name="Test Request").first.click()

    await page.get_by_role("button", name="Send").first.wait_for()


async def test_swagger_ui_shows_the_operations_and_sends_one(page: Page, api_url: str) -> None:
    await page.goto(f"{api_url}/schema/swagger")
    await page.locator(".opblock").first.wait_for()
    operation = page.locator("#operations-operations-show_alive")
    while not await operation.count():  # it draws what is scrolled to
        await page.mouse.wheel(0, 1_000)
        await page.wait_for_timeout(50)

    await operation.click()
    await page.get_by_role("button", name="Try it out").click()
    await page.get_by_role("button", name="Execute").click()

    await page.locator(".live-responses-table", has_text='"status": "ok"').wait_for()
