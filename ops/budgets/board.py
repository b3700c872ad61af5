"""Whether a board of many deals opens as fast as one of few."""

import statistics
import subprocess
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Browser, Page

from ops.tour import LOOKS, running_browser, running_foyer, signed_in

BOARD: Final = "/deals/board/"
SIZES: Final = (100, 10_000)  # deals
OPENED: Final = 11  # times, of which the first warms up
CLIENTS: Final = 50
TIMES: Final = """() => {
    const [page] = performance.getEntriesByType("navigation");
    return [page.responseEnd - page.requestStart, page.loadEventEnd];
}"""


@dataclass(frozen=True)
class Opened:
    """``answer`` and ``loaded`` are medians in milliseconds."""

    deals: int
    answer: float
    loaded: float


def boards() -> list[Opened]:
    """Opened in turns, so that a bad moment of the machine meets both."""
    with ExitStack() as stack:
        browser = stack.enter_context(running_browser())
        pages = {size: stack.enter_context(board_of(browser, size)) for size in SIZES}
        rounds = [{size: times(page) for size, page in pages.items()} for _ in range(OPENED)]
    return [of(size, [each[size] for each in rounds[1:]]) for size in SIZES]


@contextmanager
def board_of(browser: Browser, deals: int) -> Generator[Page]:
    with running_foyer(demo=False) as foyer:
        add(foyer.database_url, deals)
        with signed_in(browser, foyer.url, LOOKS[0], "en") as page:
            yield page


def add(database_url: str, deals: int) -> None:
    """By a program of its own, for Playwright's event loop runs in this one."""
    sizes = {"clients": CLIENTS, "deals": deals, "tasks": 0}
    options = [word for name, value in sizes.items() for word in (f"--{name}", str(value))]
    command = ["crm", "seed", "--database-url", database_url, *options]
    subprocess.run(command, check=True, capture_output=True)


def times(page: Page) -> tuple[float, float]:
    page.goto(BOARD, wait_until="load")
    page.wait_for_timeout(100)
    answer, loaded = page.evaluate(TIMES)
    return answer, loaded


def of(deals: int, found: Sequence[tuple[float, float]]) -> Opened:
    answer, loaded = (statistics.median(each) for each in zip(*found, strict=True))
    return Opened(deals, answer, loaded)
