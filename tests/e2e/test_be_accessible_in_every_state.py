"""What opens, folds, lifts and asks, in the light and in the dark, for everybody."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.chromium import findings_in_both_themes

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

PARTS = 2


def opens_account_menu(page: Page) -> None:
    page.goto("/clients/")
    page.get_by_role("button", name="Ada Admin").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def opens_theme_menu(page: Page) -> None:
    page.goto("/clients/")
    page.get_by_role("button", name="Theme").click()
    expect(page.get_by_role("button", name="System")).to_be_visible()


def opens_card_menu(page: Page) -> None:
    page.goto("/deals/board/")
    page.get_by_role("button", name="to another column").first.click()
    expect(page.get_by_text("Move to").first).to_be_visible()


def opens_panel(page: Page) -> None:
    page.goto("/clients/")
    page.get_by_role("link", name="New client").click()
    expect(page.get_by_role("heading", name="New client")).to_be_visible()


def is_warned_of_a_duplicate(page: Page) -> None:
    page.goto("/clients/new/")
    page.get_by_label("Name").fill("Grace Hopper")
    expect(page.get_by_text("Is it one of these?")).to_be_visible()


def edits_a_fact(page: Page) -> None:
    page.goto("/clients/")
    page.get_by_role("link", name="Grace Hopper").click()
    page.get_by_role("link", name="Edit: Phone").click()
    expect(page.get_by_role("textbox", name="Phone")).to_be_focused()


def asks_for_a_reason(page: Page) -> None:
    page.goto("/deals/board/")
    page.get_by_role("button", name="to another column").first.click()
    page.get_by_role("button", name="Lost", exact=True).first.click()
    expect(page.get_by_role("heading", name="Why was it lost?")).to_be_visible()


def opens_more_filters(page: Page) -> None:
    page.goto("/deals/board/")
    page.get_by_role("button", name="More").last.click()
    expect(page.get_by_label("Amount from")).to_be_visible()


def picks_a_client(page: Page) -> None:
    page.goto("/deals/")
    page.get_by_role("button", name="Client").click()
    page.locator("#picker-search").fill("grace")
    expect(page.locator("#client-picker-found a").first).to_be_visible()


def asks_for_the_next_step(page: Page) -> None:
    page.goto("/tasks/")
    page.get_by_role("button", name="Complete “Call Grace”").click()
    expect(page.get_by_label("Next step with Grace Hopper")).to_be_focused()


def opens_days(page: Page) -> None:
    page.goto("/tasks/")
    page.get_by_role("button", name="Put “Call Grace” off").click()
    expect(page.get_by_role("button", name="In 3 days")).to_be_visible()


def finds_client(page: Page) -> None:
    page.goto("/today/")
    page.get_by_role("combobox", name="Client").press_sequentially("grace")
    expect(page.get_by_role("option", name="Grace Hopper")).to_be_visible()


def folds_sidebar(page: Page) -> None:
    page.goto("/clients/")
    page.get_by_role("button", name="Toggle sidebar").click()
    expect(page.locator(".shell")).to_have_attribute("data-collapsed", "")


def lifts_card(page: Page) -> None:
    page.goto("/deals/board/")
    page.locator(".card-handle").first.focus()
    page.keyboard.press("Space")
    expect(page.locator(".kanban-card[data-held]")).to_be_visible()


STATES: list[Callable[[Page], None]] = [
    opens_account_menu,
    opens_theme_menu,
    opens_card_menu,
    opens_panel,
    is_warned_of_a_duplicate,
    edits_a_fact,
    asks_for_a_reason,
    opens_more_filters,
    picks_a_client,
    opens_days,
    asks_for_the_next_step,
    finds_client,
    folds_sidebar,
    lifts_card,
]


@pytest.mark.sweep
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.usefixtures("ids")
def test_every_state(page: Page, part: int) -> None:
    found: dict[str, list[str]] = {}
    for arrive in STATES[part::PARTS]:
        arrive(page)
        found[arrive.__name__] = findings_in_both_themes(page)

    assert {name: each for name, each in found.items() if each} == {}
