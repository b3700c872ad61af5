"""A page's first visit and its second, over the wire; `task budgets` measures them all."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from ops.budgets.report import AGAIN, FIRST, REQUESTS
from ops.budgets.wire import visits
from tests.support.stack import Stack

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.mark.parametrize("address", ["/clients/", "/deals/board/", "/dashboard/"])
@pytest.mark.usefixtures("ids")
def test_a_page_comes_in_few_bytes_and_fewer_the_second_time(
    browser: Browser, foyer: Stack, adas_cookies: list[Any], address: str
) -> None:
    first, again = visits(browser, foyer.site.url, adas_cookies, address)

    assert first.bytes <= FIRST, first
    assert first.requests <= REQUESTS, first
    assert again.bytes <= AGAIN, again
    assert not any("/static/" in url for url in again.urls)
