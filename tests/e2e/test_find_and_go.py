"""Everything in reach of the keyboard: the palette, single keys, and news that concern one."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.api import Api
from tests.e2e.board import press
from tests.e2e.conftest import ADA
from tests.support.chromium import findings_in_both_themes

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

# What a page puts off comes only when the page has long been there.
MUCH_TO_DO = """(() => {
    const later = window.setTimeout;
    window.setTimeout = (task, delay = 3_000, ...rest) => later(task, delay, ...rest);
})()"""


def chosen(page: Page) -> Any:
    return page.locator("#palette [role=option][aria-selected=true] .palette-label")


def test_the_palette_finds_and_opens_by_keyboard(page: Page, olga: Api) -> None:
    navy = olga.make_client(name="Navy")
    page.goto("/clients/")
    before = page.get_by_role("searchbox", name="Search clients")
    before.focus()

    press(page, "Control+k")
    expect(chosen(page)).to_have_text("Dashboard")
    press(page, "End", "ArrowDown", "ArrowDown", "ArrowUp", "Home", "ArrowDown")
    expect(chosen(page)).to_have_text("Today")
    press(page, "Escape")
    expect(before).to_be_focused()

    press(page, "Control+k")
    page.keyboard.type("nav")
    expect(chosen(page)).to_have_text("Navy")
    assert findings_in_both_themes(page) == []
    expect(page.get_by_role("combobox", name="Search and commands")).to_have_attribute(
        "aria-activedescendant", f"palette-client-{navy['id']}"
    )
    press(page, "Enter")
    page.wait_for_url(f"**/clients/{navy['id']}")


def test_the_palette_does_things(page: Page) -> None:
    page.goto("/clients/")

    for words, command in (("dark", "Theme: dark"), ("new cl", "New client")):
        press(page, "Control+k")
        page.keyboard.type(words)
        expect(chosen(page)).to_have_text(command)
        press(page, "Enter")

    expect(page.locator("html.dark")).to_have_count(1)
    expect(page.get_by_role("dialog", name="New client").get_by_label("Name")).to_be_visible()


def test_what_is_typed_as_soon_as_a_page_is_there_is_answered(page: Page) -> None:
    page.add_init_script(MUCH_TO_DO)
    page.goto("/clients/")

    press(page, "Control+k")
    page.keyboard.insert_text("dark")

    expect(chosen(page)).to_have_text("Theme: dark")


def test_enter_takes_what_was_typed_though_its_answer_is_still_on_the_way(page: Page) -> None:
    def be_quick(route: Route) -> None:
        page.keyboard.press("Enter")
        route.continue_()

    page.route("**/search/options/?q=dark", be_quick)
    page.goto("/clients/")

    press(page, "Control+k")
    page.keyboard.insert_text("dark")

    expect(page.locator("html.dark")).to_have_count(1)
    expect(page).to_have_url(re.compile("/clients/$"))


def test_single_keys_walk_open_and_go(page: Page, olga: Api) -> None:
    for name in ("Army", "Navy"):
        olga.make_client(name=name)
    page.goto("/clients/")

    press(page, "j", "j", "k")
    expect(page.get_by_role("link", name="Navy")).to_be_focused()
    press(page, "j", "Enter")
    expect(page.get_by_role("heading", name="Army")).to_be_visible()
    press(page, "g", "c")
    page.wait_for_url("**/clients/")

    press(page, "/")
    page.keyboard.type("jk?c")  # nothing but letters while one types
    expect(page.get_by_role("searchbox", name="Search clients")).to_have_value("jk?c")
    page.get_by_role("heading", name="Clients", exact=True).click()
    press(page, "c")
    expect(page.get_by_role("link", name="New client").first).to_be_focused()
    press(page, "ArrowDown", "Escape", "?")
    switch = page.get_by_role("switch", name="Single keys")
    expect(switch).to_be_visible()
    assert findings_in_both_themes(page) == []

    with page.expect_navigation():
        switch.click()
    press(page, "?", "c")
    expect(page.locator("#create")).to_be_hidden()
    expect(switch).to_have_count(0)


def test_whom_it_concerns_is_told_at_once(page: Page, olga: Api) -> None:
    me = olga.person(ADA)
    with page.expect_response("**/activity/stream/*"):
        page.goto("/clients/")
    expect(page.get_by_role("link", name="Notifications")).to_be_visible()

    navy = olga.make_client(name="Navy", owner_id=me["id"])

    toast = page.locator(".toast")
    expect(toast).to_contain_text("Olga Observer gave you the client Navy")
    toast.hover()  # for as long as somebody points at it, it stays
    expect(page.locator("#bell")).to_have_accessible_name("1 unread notification")
    toast.get_by_role("link", name="Open").click()
    page.wait_for_url(f"**/clients/{navy['id']}")


def test_what_happens_while_the_bell_is_still_counting_is_told_and_counted(
    page: Page, olga: Api
) -> None:
    me = olga.person(ADA)

    def answer_late(route: Route) -> None:
        answer = route.fetch()
        olga.make_client(name="Navy", owner_id=me["id"])
        expect(page.get_by_role("link", name="Navy")).to_be_visible()
        olga.make_client(name="Army")
        expect(page.get_by_role("link", name="Army")).to_be_visible()  # all news before it came
        route.fulfill(response=answer)

    page.route("**/notifications/bell/", answer_late)
    page.goto("/clients/")

    expect(page.locator("#bell")).to_have_accessible_name("1 unread notification")
    expect(page.locator(".toast")).to_contain_text("Olga Observer gave you the client Navy")


def test_it_works_on_a_phone(phone: Page, olga: Api) -> None:
    olga.make_client(name="Navy")
    phone.goto("/activity/")

    phone.get_by_role("link", name="Search").tap()
    phone.keyboard.type("navy")
    expect(chosen(phone)).to_have_text("Navy")
    width = phone.evaluate("document.documentElement.scrollWidth")

    assert width == 390
    phone.locator("#palette [role=option]").first.tap()
    expect(phone.get_by_role("heading", name="Navy")).to_be_visible()
