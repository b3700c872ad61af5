"""The whole site without a pointer: all that can be clicked is reached, shown and left again."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_be_accessible import PAGES
from tests.support.keyboard import opened, walked

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.slow]

PARTS = 6  # of the pages, so that none of the tests runs into its time limit


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_walked_by_tab_and_what_opens_is_closed_by_escape(
    page: Page, ids: dict[str, str], part: int
) -> None:
    found: dict[str, list[str]] = {}
    for address in PAGES[part::PARTS]:
        page.goto(address.format(**ids))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        found[address] = [*walked(page), *opened(page)]

    assert {name: each for name, each in found.items() if each} == {}
