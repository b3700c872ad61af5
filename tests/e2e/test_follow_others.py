"""What somebody does shows on the pages of others within a second, and takes nothing from them."""

import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import Api
from tests.e2e.board import cards_of, expect_header, handle, move_by_menu, press
from tests.e2e.conftest import Open

pytestmark = pytest.mark.e2e

SECOND = 1_000.0


@pytest.fixture
def other(open_window: Open, adas_cookies: list[Any]) -> Page:
    """Another browser, on another machine."""
    page = open_window()
    page.context.add_cookies(adas_cookies)
    return page


def open_followed(page: Page, path: str) -> None:
    """Until the page's stream has begun."""
    with page.expect_response("**/activity/stream/*"):
        page.goto(path)


def test_a_move_shows_on_the_board_of_somebody_else(page: Page, other: Page, olga: Api) -> None:
    client = olga.make_client(name="Navy")["id"]
    compiler = olga.make_deal(title="Compiler", amount="1000.00", client_id=client)
    for window in (page, other):
        open_followed(window, "/deals/board/")
    handle(other, compiler).focus()

    move_by_menu(page, compiler, to="In progress")
    expect(cards_of(page, "IN_PROGRESS")).to_have_count(1)
    began = time.perf_counter()

    expect(cards_of(other, "IN_PROGRESS")).to_contain_text(["Compiler"])
    assert time.perf_counter() - began < 1
    expect_header(other, "IN_PROGRESS", "1", "€1,000")
    expect(handle(other, compiler)).to_be_focused()

    # A card that is held stays in the hand until it is put down.
    press(other, "Space")
    olga.make_deal(title="Debugger", client_id=client)
    with page.expect_response("**/deals/board/*"):
        pass
