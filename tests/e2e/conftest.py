"""Ada at a real browser, before Foyer's real processes, with a look at the API behind them.

The processes live as long as the folder's tests, a browser as long as its module: Playwright's
event loop must be gone before an async test of another module runs in the same process.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
import redis
from playwright.sync_api import Browser, Page, ViewportSize

from ops.accounts import add_user
from tests.e2e.api import Api, api_of
from tests.e2e.records import records_in_every_state
from tests.support.chromium import Watch, running_browser
from tests.support.forms import filled
from tests.support.people import PASSWORD
from tests.support.servers import Servers
from tests.support.stack import Site, Stack, running_stack, unused_ports

ADA, OLGA = "ada@foyer.test", "olga@foyer.test"
WINDOW = ViewportSize(width=1280, height=800)
Open = Callable[..., Page]


@pytest.fixture(scope="package")
def stack(
    servers: Servers,
    process_redis: redis.Redis,
    worker_id: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stack]:
    """With two admins: Ada works in the browser, Olga watches at the API."""
    process_redis.flushdb()
    bff, backend = unused_ports(2)
    with servers.copy_of_template(f"{worker_id}_e2e") as database_url:
        for email, name in ((ADA, "Ada Admin"), (OLGA, "Olga Observer")):
            person = add_user(
                database_url, email=email, full_name=name, role="ADMIN", password=PASSWORD
            )
            asyncio.run(person)
        site = Site(
            url=f"http://localhost:{bff}",
            api_url=f"http://127.0.0.1:{backend}",
            database_url=database_url,
            redis_url=servers.redis_of(worker_id),
        )
        folder = tmp_path_factory.mktemp("foyer")
        with running_stack(folder, site, backends=[backend], bffs=[bff]) as running:
            yield running


@pytest.fixture(scope="package")
def adas_cookies(stack: Stack) -> list[Any]:
    """Signed in once: ten sign-ins in five minutes are all that one person gets."""
    url = stack.site.url
    with httpx.Client(base_url=url, headers={"Origin": url}, follow_redirects=True) as client:
        html = client.get("/login/").text
        fields = filled(html, "form[action='/login/']", email=ADA, password=PASSWORD)
        assert client.post("/login/", data=fields).url.path == "/dashboard/"
        return [{"name": c.name, "value": c.value, "url": url} for c in client.cookies.jar]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as running:
        yield running


@pytest.fixture(scope="package")
def olga(stack: Stack) -> Iterator[Api]:
    with api_of(stack.site.api_url, OLGA) as api:
        yield api


@pytest.fixture
def foyer(stack: Stack, olga: Api) -> Iterator[Stack]:
    """The running stack, without any record. Ada stays who she is: other tests rely on it."""
    stack.forget_records()
    ada = olga.person(ADA)
    yield stack
    assert olga.person(ADA) == ada


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails the test when a page complains: of a script, of the policy, of a refused request."""
    watch = Watch()
    yield watch
    watch.check()


@pytest.fixture
def open_window(browser: Browser, foyer: Stack, watch: Watch) -> Iterator[Open]:
    """Somebody's own browser window, where nobody is signed in yet."""
    with ExitStack() as windows:

        def open_window(**how: Any) -> Page:
            usual: dict[str, Any] = {"viewport": WINDOW, "locale": "en-GB"}
            context = browser.new_context(
                base_url=foyer.site.url, reduced_motion="reduce", **usual | how
            )
            windows.callback(context.close)
            page = context.new_page()
            watch.over(page)
            return page

        yield open_window


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """From the sign-in page on."""
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.fixture
def page(open_window: Open, adas_cookies: list[Any]) -> Page:
    """Ada's."""
    page = open_window()
    page.context.add_cookies(adas_cookies)
    return page


@pytest.fixture
def phone(open_window: Open, adas_cookies: list[Any]) -> Page:
    """Ada's other one."""
    size = ViewportSize(width=390, height=844)
    page = open_window(viewport=size, is_mobile=True, has_touch=True)
    page.context.add_cookies(adas_cookies)
    return page


@pytest.fixture
def ids(foyer: Stack, olga: Api) -> dict[str, str]:  # noqa: ARG001  # which has emptied the database
    """Of some records in every state."""
    return records_in_every_state(olga, ADA)
