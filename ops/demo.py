"""`task demo`: a walk through Foyer, recorded as a moving picture that any browser plays.

Chromium sends its own frames and Pillow, which draws our PDFs' pictures, ties them together:
Playwright's recorder would need a video encoder that no package brings.
"""

import base64
import io
import sys
from collections.abc import Generator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
from PIL import Image
from playwright.sync_api import FilePayload, Page

from ops.errors import Refused
from ops.tour import EMAIL, PASSWORD, first_record, running_browser, running_foyer

WIDTH, HEIGHT = 1120, 700
PACE = 90.0  # milliseconds from key to key
LOOK = 1200.0  # milliseconds that a reader gets for what is new
QUALITY = 60
LAST = 2000  # milliseconds of the last frame
ROWS = b"""Name,Email,Phone,Company
Petra Lindqvist,petra@lindqvist.example,+46 8 5550 100,Lindqvist Bageri
Jonas Weber,jonas@weber.example,+49 30 555 0101,Weber Holzbau
Amira Haddad,amira@haddad.example,+33 1 55 50 01 02,Haddad Optique
"""


class Film:
    """Frames as the browser painted them, each with its time in seconds."""

    def __init__(self) -> None:
        self._frames: list[tuple[float, bytes]] = []

    @contextmanager
    def rolling(self, page: Page) -> Generator[None]:
        camera = page.context.new_cdp_session(page)

        def keep(frame: dict[str, Any]) -> None:
            self._frames.append((frame["metadata"]["timestamp"], base64.b64decode(frame["data"])))
            camera.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

        camera.on("Page.screencastFrame", keep)
        size = {"maxWidth": WIDTH, "maxHeight": HEIGHT}
        camera.send("Page.startScreencast", {"format": "jpeg", "quality": 90, **size})
        yield
        camera.send("Page.stopScreencast")

    def save(self, path: Path) -> float:
        """Answers how many seconds it lasts."""
        times = [time for time, _ in self._frames]
        steps = [round((after - before) * 1000) for before, after in pairwise(times)]
        lasts = [*(max(step, 20) for step in steps), LAST]
        first, *others = (Image.open(io.BytesIO(frame)) for _, frame in self._frames)
        first.save(
            path, save_all=True, append_images=others, duration=lasts, quality=QUALITY, loop=0
        )
        return sum(lasts) / 1000


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("artifacts/demo"))
def main(out: Path) -> None:
    """Record signing in, search, the board, a client and an import, on demo data."""
    out.mkdir(parents=True, exist_ok=True)
    path, film = out / "foyer.webp", Film()
    try:
        with running_foyer() as foyer, running_browser() as browser:
            viewport: Any = {"width": WIDTH, "height": HEIGHT}
            page = browser.new_page(base_url=foyer.url, viewport=viewport, color_scheme="light")
            page.goto("/login/")
            with film.rolling(page):
                for scene in (sign_in, find, move_a_deal, edit_a_client, bring_a_file, in_the_dark):
                    scene(page)
                    page.wait_for_timeout(LOOK)
    except Refused as refused:
        sys.exit(str(refused))
    lasts = film.save(path)
    click.echo(f"{path}: {lasts:.0f} seconds, {path.stat().st_size / 1e6:.1f} MB.")


def sign_in(page: Page) -> None:
    page.wait_for_timeout(LOOK)
    page.locator("input[name=email]").press_sequentially(EMAIL, delay=PACE)
    page.locator("input[name=password]").press_sequentially(PASSWORD, delay=PACE / 2)
    page.locator("form[action='/login/'] button[type=submit]").click()
    page.wait_for_url("**/dashboard/")
    page.wait_for_timeout(2 * LOOK)
    page.mouse.wheel(0, 500)


def find(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.wait_for_timeout(LOOK / 2)
    page.keyboard.type("deals", delay=2 * PACE)
    board = page.locator("#palette [role=option][href='/deals/board/']")
    board.wait_for()
    page.wait_for_timeout(LOOK)
    board.click()
    page.wait_for_url("**/deals/board/**")


def move_a_deal(page: Page) -> None:
    page.wait_for_timeout(LOOK)
    handle = page.locator("#board-NEW-cards > .kanban-card [id$='-handle']").first
    goal = page.locator("#board-IN_PROGRESS-cards > .kanban-card").first
    handle.hover()
    page.mouse.down()
    goal.hover(position={"x": 60, "y": 12})
    page.wait_for_timeout(LOOK / 2)
    goal.hover(position={"x": 60, "y": 16})
    page.wait_for_timeout(LOOK / 2)
    page.mouse.up()


def edit_a_client(page: Page) -> None:
    page.goto(first_record(page, "client"))
    page.wait_for_timeout(LOOK)
    page.get_by_role("link", name="Edit: Phone").click()
    phone = page.get_by_role("textbox", name="Phone")
    phone.fill("")
    phone.press_sequentially("+49 30 901820", delay=PACE)
    phone.press("Enter")
    page.get_by_role("link", name="+49 30 901820", exact=True).wait_for()


def bring_a_file(page: Page) -> None:
    """Its columns, a check that changes nothing, and then the import."""
    page.goto("/imports/new/?entity=clients")
    file = FilePayload(name="clients.csv", mimeType="text/csv", buffer=ROWS)
    page.locator("#field-file").set_input_files(file)
    page.wait_for_timeout(LOOK)
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("button", name="Check the file").wait_for()
    page.wait_for_timeout(LOOK)
    page.get_by_role("button", name="Check the file").click()
    start = page.get_by_role("button", name="Import 3 rows")
    start.wait_for()
    page.wait_for_timeout(LOOK)
    start.click()
    page.locator(".stat").first.wait_for()
    page.wait_for_timeout(LOOK)


def in_the_dark(page: Page) -> None:
    page.goto("/deals/board/")
    page.wait_for_timeout(LOOK)
    page.emulate_media(color_scheme="dark")


if __name__ == "__main__":
    main()
