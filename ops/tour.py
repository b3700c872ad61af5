"""Every page of a throw-away Foyer, in a real browser: for pictures and for measurements."""

import os
import re
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from ops.browser import chromium
from ops.errors import Refused
from ops.local.ports import unused_port
from ops.local.state import State

EMAIL, PASSWORD = "admin@example.com", "only for looking at"  # of a throw-away instance
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
READY = 180.0  # seconds, on a machine that does much else
LINKS = {"client": "/clients/", "deal": "/deals/", "task": "/tasks/"}
PAGES = (
    "/dashboard/",
    "/today/",
    "/clients/",
    "/clients/new/",
    "/clients/trash/",
    "{client}",
    "{client}/edit/",
    "{client}/merge/",
    "/deals/board/",
    "/deals/",
    "{deal}",
    "{deal}/edit/",
    "/tasks/",
    "/tasks/new/",
    "{task}",
    "/tasks/calendar/",
    "/tasks/calendar/?view=week",
    "/tasks/calendar/?view=agenda",
    "/activity/",
    "/notifications/",
    "/search/?q=an",
    "/imports/",
    "/imports/new/",
    "/exports/",
    "/reports/pipeline/",
    "/reports/forecast/",
    "/reports/results/",
    "/reports/comparison/",
    "/settings/profile/",
    "/settings/sessions/",
    "/settings/users/",
    "/settings/tokens/",
    "/settings/webhooks/",
    "/settings/notifications/",
    "/settings/system/",
    "/nowhere/",
)


@dataclass(frozen=True)
class Foyer:
    url: str
    state: State

    @property
    def database_url(self) -> str:
        running = self.state.running()
        if running is None:
            raise Refused("Foyer has stopped.")
        return running.database_url


@dataclass(frozen=True)
class Look:
    name: str
    width: int
    height: int
    dark: bool = False
    touch: bool = False


LOOKS = (
    Look("desk", 1280, 900),
    Look("desk-dark", 1280, 900, dark=True),
    Look("phone", 390, 844, touch=True),
    Look("phone-dark", 390, 844, dark=True, touch=True),
)


def addresses(page: Page, only: str = "") -> dict[str, str]:
    """Where each page is, by what it is called here; of a record's page, the first record's."""
    records = {name: first_record(page, name) for name in LINKS}
    return {name: name.format(**records) for name in PAGES if only in name}


def first_record(page: Page, name: str) -> str:
    """The address of the first one that a list shows."""
    page.goto(LINKS[name])
    addresses: Iterator[str | None] = (
        link.get_attribute("href") for link in page.locator("main a").all()
    )
    pattern = re.compile(rf"{LINKS[name]}[0-9a-f-]{{36}}")
    found = next((match[0] for address in addresses if (match := pattern.match(address or ""))), "")
    return found or LINKS[name]


@contextmanager
def signed_in(browser: Browser, url: str, look: Look, locale: str) -> Generator[Page]:
    context: BrowserContext = browser.new_context(
        base_url=url,
        viewport=ViewportSize(width=look.width, height=look.height),
        color_scheme="dark" if look.dark else "light",
        has_touch=look.touch,
        locale=locale,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto("/login/")
    page.locator("input[name=email]").fill(EMAIL)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form[action='/login/'] button[type=submit]").click()
    page.wait_for_url("**/dashboard/")
    if page.locator("html").get_attribute("lang") != locale:
        choose_language(page, locale)
    yield page
    context.close()


def choose_language(page: Page, locale: str) -> None:
    """An account's own goes before the browser's."""
    page.goto("/settings/profile/")
    page.locator("select[name=locale]").select_option(locale)
    page.locator("form:has(select[name=locale]) button[type=submit]").click()
    page.locator(f"html[lang={locale}]").wait_for(state="attached")


@contextmanager
def running_browser() -> Generator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def running_foyer(*, demo: bool = True) -> Generator["Foyer"]:
    """One of its own, gone in the end: like a production in all but its address."""
    port = unused_port()
    with tempfile.TemporaryDirectory(prefix="foyer-tour-") as folder:
        Path(folder).chmod(0o711)
        log = Path(folder) / "log"
        state = Path(folder) / "state"
        command = ["crm", "up", "--port", str(port), "--state", str(state)]
        command += [] if demo else ["--no-demo"]
        given = {
            "CRM_ADMIN_EMAIL": EMAIL,
            "CRM_ADMIN_PASSWORD": PASSWORD,
            "CRM_ENVIRONMENT": "production",
        }
        with log.open("w") as output:
            process = Popen(command, stdout=output, stderr=output, env=os.environ | given)
        try:
            wait_for("Foyer runs at", log, process)
            yield Foyer(f"http://localhost:{port}", State(state))
        finally:
            process.terminate()
            process.wait()


def wait_for(words: str, log: Path, process: "Popen[bytes]") -> None:
    deadline = time.monotonic() + READY
    while words not in log.read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            raise Refused(f"Foyer did not start:\n{log.read_text()}")
        time.sleep(0.1)
