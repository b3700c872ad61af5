"""Whether a board of many deals opens as fast as one of few."""

import statistics
import subprocess
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page

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
    found: list[Opened] = []
    there = 0
    with (
        running_foyer(demo=False) as foyer,
        running_browser() as browser,
        signed_in(browser, foyer.url, LOOKS[0], "en") as page,
    ):
        for size in SIZES:
            add(foyer.database_url, size - there, seed=size)
            there = size
            found.append(opened(page, size))
    return found


def add(database_url: str, deals: int, *, seed: int) -> None:
    """By a program of its own, for Playwright's event loop runs in this one."""
    sizes = {"clients": CLIENTS, "deals": deals, "tasks": 0, "seed": seed}
    options = [word for name, value in sizes.items() for word in (f"--{name}", str(value))]
    command = ["crm", "seed", "--database-url", database_url, *options]
    subprocess.run(command, check=True, capture_output=True)


def opened(page: Page, deals: int) -> Opened:
    times: list[tuple[float, float]] = []
    for _ in range(OPENED):
        page.goto(BOARD, wait_until="load")
        page.wait_for_timeout(100)
        times.append(page.evaluate(TIMES))
    answer, loaded = (statistics.median(each) for each in zip(*times[1:], strict=True))
    return Opened(deals, answer, loaded)
