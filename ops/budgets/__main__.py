"""`task budgets`: what each page takes, against what it may take."""

import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click
from playwright.sync_api import Cookie

from ops.budgets.board import Opened, boards
from ops.budgets.lighthouse import Device, Lighthouse, Scores
from ops.budgets.report import Measured, is_as_fast, written
from ops.budgets.wire import Visit, visits
from ops.errors import Refused
from ops.tour import LOOKS, addresses, running_browser, running_foyer, signed_in

DEVICES: tuple[Device, ...] = ("desktop", "mobile")
NOWHERE: Final = "/nowhere/"  # it answers 404, and Lighthouse judges no such page
Visits = dict[str, tuple[Visit, Visit]]


@click.command()
@click.option("--only", default="", help="Pages whose address holds this.")
@click.option("--lighthouse/--no-lighthouse", default=True, show_default=True)
@click.option("--tries", default=3, show_default=True, help="Of Lighthouse; the best one counts.")
@click.option("--board/--no-board", default=True, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=Path("artifacts/budgets.md"))
def main(only: str, tries: int, out: Path, *, lighthouse: bool, board: bool) -> None:
    """Measure every page's first and repeated visit, its Lighthouse scores, and the board's size.

    Ends with 1 where something is over its budget. What is known is written after each page.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    pages: dict[str, Measured] = {}
    opened: list[Opened] = []

    def save() -> None:
        out.write_text(written(pages, opened, datetime.now(UTC).date()), "utf-8")

    try:
        opened += boards() if board else []
        for _ in measured(pages, only, tries=tries if lighthouse else 0):
            save()
    except Refused as refused:
        sys.exit(str(refused))
    click.echo(out.read_text("utf-8"))
    sys.exit(0 if is_kept(pages, opened) else 1)


def is_kept(pages: Mapping[str, Measured], opened: list[Opened]) -> bool:
    as_fast = all(is_as_fast(board, opened[0]) for board in opened)
    return as_fast and all(page.is_kept for page in pages.values())


def measured(pages: dict[str, Measured], only: str, *, tries: int) -> Iterator[None]:
    """Fills ``pages``, and stops after each."""
    with running_foyer() as foyer:
        where, visited = all_visits(foyer.url, only)
        pages |= {name: Measured(*both, {}) for name, both in visited.items()}
        yield
        judgeable = {name: address for name, address in where.items() if address != NOWHERE}
        for name, address in judgeable.items() if tries else ():
            scores = judged(foyer.url, address, tries)
            pages[name] = Measured(*visited[name], scores)
            yield


def all_visits(url: str, only: str) -> tuple[dict[str, str], Visits]:
    """Where the pages are, and what they took."""
    with running_browser() as browser:
        with signed_in(browser, url, LOOKS[0], "en") as page:
            where, cookies = addresses(page, only), page.context.cookies()
        return where, {
            name: visits(browser, url, cookies, address) for name, address in where.items()
        }


def judged(url: str, address: str, tries: int) -> dict[Device, Scores]:
    """Signed in anew, for the runs take longer than an access token lives."""
    with running_browser() as browser, signed_in(browser, url, LOOKS[0], "en") as page:
        cookie = header_of(page.context.cookies())
    with tempfile.TemporaryDirectory(prefix="foyer-lighthouse-") as folder:
        lighthouse = Lighthouse(Path(folder), {"Cookie": cookie})
        return {device: lighthouse.scores(url + address, device, tries) for device in DEVICES}


def header_of(cookies: list[Cookie]) -> str:
    return "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in cookies)  # pyright: ignore[reportTypedDictNotRequiredAccess]  # a cookie that a browser told has both


if __name__ == "__main__":
    main()
