"""What each example is to somebody who does not see it: Chromium's accessibility tree, as text.

After a change that is meant: ``task snapshots``, and read what ``git diff`` says.
"""

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.ui_components.frames import framed
from tests.ui_components.server import Site
from ui_components.gallery.registry import Component, components

pytestmark = [pytest.mark.e2e, pytest.mark.sweep]

FOLDER = Path(__file__).parent / "aria"
RENEW = "RENEW_ARIA" in os.environ
HASH = re.compile(r"\.[0-9a-f]{8}(?=\.\w+\b)")  # of an asset, in the example of a document
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def gallery_page(browser: Browser) -> Iterator[Page]:
    """One for all, so that scripts and styles are fetched once; there is no waiting in it."""
    with browser.new_context(reduced_motion="reduce") as context:
        context.clock.install(time=NOW)
        context.clock.pause_at(NOW)
        yield context.new_page()


@pytest.mark.parametrize("name", components())
def test_it_is_said_as_before(gallery_page: Page, site: Site, name: str) -> None:
    path = FOLDER / f"{name}.yaml"
    said = "\n".join(told(gallery_page, site, components()[name]))
    if RENEW:
        path.write_text(said, "utf-8")

    assert path.read_text("utf-8") == said


def test_nothing_is_kept_of_what_is_gone() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == components().keys()


def told(page: Page, site: Site, shown: Component) -> Iterator[str]:
    addresses = [f"/gallery/{shown.name}/{one.slug}" for one in shown.examples]
    for one, frame in zip(shown.examples, framed(page, site.url, addresses), strict=True):
        snapshot = frame.locator("body").aria_snapshot()
        yield f"# {one.title}\n{HASH.sub('', snapshot)}\n"
