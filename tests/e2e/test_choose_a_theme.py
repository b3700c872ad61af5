"""Light and dark: chosen once, kept for every page, painted before the first one is seen."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e


def choose(page: Page, theme: str) -> None:
    page.get_by_role("button", name="Theme").click()
    page.get_by_role("button", name=theme).click()


def brightness(page: Page) -> float:
    """Of what the page stands on, from 0 (black) to 255."""
    shot: float = page.evaluate(
        """() => {
            const canvas = new OffscreenCanvas(1, 1).getContext("2d");
            canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
            canvas.fillRect(0, 0, 1, 1);
            const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
            return (red + green + blue) / 3;
        }"""
    )
    return shot


def test_the_dark_is_kept_on_the_next_page(page: Page) -> None:
    page.goto("/clients/")
    assert brightness(page) > 230

    choose(page, "Dark")
    assert brightness(page) < 50
    page.goto("/deals/board/")

    assert brightness(page) < 50
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_page_follows_the_system_until_something_is_chosen(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/clients/")
    assert brightness(page) < 50

    choose(page, "Light")
    assert brightness(page) > 230
    choose(page, "System")

    assert brightness(page) < 50
