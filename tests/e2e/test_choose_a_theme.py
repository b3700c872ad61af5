"""Light and dark: chosen once, kept for every page, painted before the first one is seen."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.chromium import settle

pytestmark = pytest.mark.e2e


COLOUR = """() => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
    canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}"""


def choose(page: Page, theme: str) -> None:
    page.get_by_role("button", name="Theme").click()
    page.get_by_role("button", name=theme).click()


def assert_dark(page: Page, *, dark: bool = True) -> None:
    """What the page stands on is nearly black, or nearly white."""
    settle(page, dark=dark)
    shades: list[int] = page.evaluate(COLOUR)
    assert all(shade < 50 if dark else shade > 230 for shade in shades), shades


def test_the_dark_is_kept_on_the_next_page(page: Page) -> None:
    page.goto("/clients/")
    assert_dark(page, dark=False)

    choose(page, "Dark")
    assert_dark(page)
    page.goto("/deals/board/")

    assert_dark(page)
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_page_follows_the_system_until_something_is_chosen(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/clients/")
    assert_dark(page)

    choose(page, "Light")
    assert_dark(page, dark=False)
    choose(page, "System")

    assert_dark(page)
