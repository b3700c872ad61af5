"""`task shots`: every page as people see it, by a real browser, on demo data."""

import re
import sys
from pathlib import Path

import click
from playwright.sync_api import Page

from ops.errors import Refused
from ops.tour import LOOKS, Look, addresses, running_browser, running_foyer, signed_in


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("artifacts/shots"))
@click.option("--only", default="", help="Pages whose address holds this.")
@click.option("--look", "looks", multiple=True, type=click.Choice([look.name for look in LOOKS]))
@click.option("--locale", type=click.Choice(["en", "ru"]), default="en", show_default=True)
def main(out: Path, only: str, looks: tuple[str, ...], locale: str) -> None:
    """Write a picture of every page, at the desk and on the phone, in the light and in the dark."""
    out.mkdir(parents=True, exist_ok=True)
    try:
        with running_foyer() as foyer, running_browser() as browser:
            for look in LOOKS:
                if not looks or look.name in looks:
                    with signed_in(browser, foyer.url, look, locale) as page:
                        count = take(page, out, look, only)
                        click.echo(f"{look.name}: {count} pages are in {out}.")
    except Refused as refused:
        sys.exit(str(refused))


def take(page: Page, out: Path, look: Look, only: str) -> int:
    wanted = addresses(page, only)
    for called, address in wanted.items():
        page.goto(address, wait_until="networkidle" if look.dark else "load")
        name = re.sub(r"\W+", "-", called).strip("-")
        page.screenshot(path=out / f"{name}.{look.name}.png", full_page=True)
    return len(wanted)


if __name__ == "__main__":
    main()
