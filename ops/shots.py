"""`task shots`: every page as people see it, by a real browser, on demo data."""

import os
import re
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

import click
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from ops.browser import chromium
from ops.errors import Refused
from ops.local.ports import unused_port

EMAIL, PASSWORD = "admin@example.com", "only for looking at"  # of a throw-away instance
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
READY = 60.0  # seconds
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
class Look:
    name: str
    width: int
    height: int
    dark: bool = False


LOOKS = (
    Look("desk", 1280, 900),
    Look("desk-dark", 1280, 900, dark=True),
    Look("phone", 390, 844),
    Look("phone-dark", 390, 844, dark=True),
)


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("artifacts/shots"))
@click.option("--only", default="", help="Pages whose address holds this.")
@click.option("--look", "looks", multiple=True, type=click.Choice([look.name for look in LOOKS]))
@click.option("--locale", type=click.Choice(["en", "ru"]), default="en", show_default=True)
def main(out: Path, only: str, looks: tuple[str, ...], locale: str) -> None:
    """Write a picture of every page, at the desk and on the phone, in the light and in the dark."""
    out.mkdir(parents=True, exist_ok=True)
    try:
        with running_foyer() as url, running_browser() as browser:
            for look in LOOKS:
                if not looks or look.name in looks:
                    with signed_in(browser, url, look, locale) as page:
                        count = take(page, out, look, only)
                        click.echo(f"{look.name}: {count} pages are in {out}.")
    except Refused as refused:
        sys.exit(str(refused))


def take(page: Page, out: Path, look: Look, only: str) -> int:
    records = {name: first_record(page, name) for name in LINKS}
    wanted = [address for address in PAGES if only in address]
    for address in wanted:
        page.goto(address.format(**records), wait_until="networkidle" if look.dark else "load")
        name = re.sub(r"\W+", "-", address).strip("-")
        page.screenshot(path=out / f"{name}.{look.name}.png", full_page=True)
    return len(wanted)


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
        locale=locale,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto("/login/")
    page.locator("input[name=email]").fill(EMAIL)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form[action='/login/'] button[type=submit]").click()
    page.wait_for_url("**/dashboard/")
    yield page
    context.close()


@contextmanager
def running_browser() -> Generator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def running_foyer() -> Generator[str]:
    """One of its own, with demo data, gone in the end."""
    port = unused_port()
    with tempfile.TemporaryDirectory(prefix="foyer-shots-") as folder:
        Path(folder).chmod(0o711)
        log = Path(folder) / "log"
        command = ["crm", "up", "--port", str(port), "--state", f"{folder}/state"]
        given = {"CRM_ADMIN_EMAIL": EMAIL, "CRM_ADMIN_PASSWORD": PASSWORD}
        with log.open("w") as output:
            process = Popen(command, stdout=output, stderr=output, env=os.environ | given)
        try:
            wait_for("Foyer runs at", log, process)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait()


def wait_for(words: str, log: Path, process: "Popen[bytes]") -> None:
    deadline = time.monotonic() + READY
    while words not in log.read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            raise Refused(f"Foyer did not start:\n{log.read_text()}")
        time.sleep(0.1)


if __name__ == "__main__":
    main()
