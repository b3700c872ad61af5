"""Two people, two browsers, one field: whoever is slower sees it and chooses."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import Api, api_of
from tests.e2e.conftest import ADA, Open
from tests.support.chromium import Watch
from tests.support.stack import Stack

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def other(open_window: Open, adas_cookies: list[Any]) -> Page:
    """Another browser, on another machine."""
    page = open_window()
    page.context.add_cookies(adas_cookies)
    return page


def test_the_slower_one_chooses_and_nothing_is_lost(
    page: Page, other: Page, olga: Api, watch: Watch
) -> None:
    watch.refusals.add(422)
    client = olga.make_client(name="Grace", phone="0")
    for window, phone in ((page, "1"), (other, "2")):
        window.goto(f"/clients/{client['id']}")
        window.get_by_role("link", name="Edit: Phone").click()
        window.get_by_role("textbox", name="Phone").fill(phone)

    page.keyboard.press("Enter")
    expect(page.locator("#fact-phone").get_by_role("link", name="1", exact=True)).to_be_visible()
    other.keyboard.press("Enter")

    expect(other.get_by_text("Somebody saved this meanwhile: 1")).to_be_visible()
    expect(other.get_by_role("textbox", name="Phone")).to_have_value("2")
    expect(other.get_by_role("textbox", name="Phone")).to_be_focused()
    assert olga.read(f"clients/{client['id']}")["phone"] == "1"

    other.keyboard.press("Enter")
    expect(other.locator("#fact-phone").get_by_role("link", name="2", exact=True)).to_be_visible()
    expect(page.locator("#fact-phone").get_by_role("link", name="2", exact=True)).to_be_visible()


def test_the_whole_form_asks_in_the_same_way(
    page: Page, other: Page, olga: Api, watch: Watch
) -> None:
    watch.refusals.add(422)
    deal = olga.make_deal(title="Compiler")
    for window, title in ((page, "Interpreter"), (other, "Debugger")):
        window.goto(f"/deals/{deal['id']}")
        window.get_by_role("link", name="Edit", exact=True).click()
        window.get_by_role("dialog").get_by_label("Title").fill(title)

    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Interpreter", level=1)).to_be_visible()
    other.get_by_role("button", name="Save").click()

    panel = other.get_by_role("dialog")
    expect(panel.get_by_text("Somebody saved this meanwhile: Interpreter")).to_be_visible()
    expect(panel.get_by_label("Title")).to_have_value("Debugger")
    other.get_by_role("button", name="Cancel").click()
    assert olga.read(f"deals/{deal['id']}")["title"] == "Interpreter"


def test_ones_own_deed_elsewhere_does_not_interrupt(
    page: Page, other: Page, foyer: Stack, olga: Api
) -> None:
    """A note is half typed here while the same person changes the client there."""
    with api_of(foyer.site.api_url, ADA) as ada:  # that it was made may be told after the page
        client = ada.make_client(name="Grace", phone="0")
    with page.expect_response("**/activity/stream/*"):
        page.goto(f"/clients/{client['id']}")
    page.get_by_label("Note", exact=True).fill("Half a no")
    other.goto(f"/clients/{client['id']}")
    other.get_by_role("link", name="Edit: Phone").click()
    other.get_by_role("textbox", name="Phone").fill("1")
    other.keyboard.press("Enter")
    expect(other.locator("#fact-phone").get_by_role("link", name="1", exact=True)).to_be_visible()

    page.get_by_label("Note", exact=True).press_sequentially("te", delay=300)
    expect(page.locator(".live-hint")).to_have_count(0)
    olga.edit(f"clients/{client['id']}", company="Navy")
    expect(page.locator(".live-hint")).to_be_visible()
    expect(page.get_by_label("Note", exact=True)).to_have_value("Half a note")
