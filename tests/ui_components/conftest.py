"""The gallery and a small board in a real browser, under the policy the web front sends.

A browser lives as long as its module, not as long as the session: Playwright's event loop must be
gone before an async test of another module runs in the same process.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.support.chromium import running_browser
from tests.ui_components.server import Site, serve


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as running:
        yield running


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    size = ViewportSize(width=1280, height=800)
    with browser.new_context(viewport=size, reduced_motion="reduce") as context:
        yield context.new_page()


@pytest.fixture
def quiet_page(page: Page) -> Iterator[Page]:
    """Fails the test when the page complains: script errors, violations of the policy."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []
