"""Tabs, popovers, tooltips and code in a browser."""

import re
from collections.abc import Mapping, Sequence

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.support.chromium import findings_in_both_themes
from tests.ui_components.server import Site
from ui_components.combobox import combobox_options
from ui_components.field import Option
from ui_components.toast import toast

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

WHOLE_PAGE = {"region", "page-has-heading-one", "landmark-one-main", "landmark-unique"}
ADD = "(element, html) => element.insertAdjacentHTML('beforeend', html)"


def test_tabs_are_walked_with_the_arrow_keys(quiet_page: Page, site: Site) -> None:
    quiet_page.goto(f"{site.url}/gallery/tabs/parts")
    tab = quiet_page.get_by_role("tab", name="Facts")
    tab.focus()

    quiet_page.keyboard.press("ArrowRight")
    expect(quiet_page.get_by_role("tabpanel", name="Notes")).to_be_visible()
    expect(quiet_page.get_by_role("tab", name="Notes")).to_be_focused()
    quiet_page.keyboard.press("End")
    expect(quiet_page.get_by_text("No files yet")).to_be_visible()
    quiet_page.keyboard.press("ArrowRight")

    expect(tab).to_have_attribute("aria-selected", "true")
    expect(quiet_page.get_by_role("tabpanel")).to_have_count(1)
    assert findings_in_both_themes(quiet_page, besides=WHOLE_PAGE) == []


def test_the_open_tab_is_still_open_after_a_reload(quiet_page: Page, site: Site) -> None:
    quiet_page.goto(f"{site.url}/gallery/tabs/parts")
    quiet_page.get_by_role("tab", name="Notes").click()

    expect(quiet_page).to_have_url(re.compile("#client-notes$"))
    quiet_page.reload()

    expect(quiet_page.get_by_text("Met at the fair.")).to_be_visible()


def test_a_tab_fetches_what_is_in_it_once(quiet_page: Page, site: Site) -> None:
    quiet_page.goto(f"{site.url}/gallery/tabs/fetched")
    asked: list[str] = []
    quiet_page.on("request", lambda request: asked.append(request.url))

    for name in ("History", "Facts", "History"):
        quiet_page.get_by_role("tab", name=name).click()

    expect(quiet_page.get_by_text("Ada opened it; Grace won it.")).to_be_visible()
    assert [url.endswith("/history") for url in asked].count(True) == 1


def test_without_scripts_all_tabs_are_open(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/gallery/tabs/parts")

    expect(page.get_by_text("Paris")).to_be_visible()
    expect(page.get_by_text("No files yet")).to_be_visible()
    context.close()


def test_a_toast_stays_until_neither_the_pointer_nor_the_focus_is_in_it(
    quiet_page: Page, site: Site
) -> None:
    quiet_page.clock.install()
    quiet_page.goto(f"{site.url}/gallery/toast/corner")
    quiet_page.locator(".toaster").evaluate(ADD, str(toast("Tea is ready", seconds=6)))
    told = quiet_page.locator(".toast", has_text="Tea is ready")
    dismiss = told.get_by_role("button", name="Dismiss")

    told.hover()
    dismiss.focus()
    quiet_page.mouse.move(0, 0)
    quiet_page.clock.run_for(10_000)
    expect(dismiss).to_be_focused()
    told.hover()
    dismiss.blur()
    quiet_page.clock.run_for(10_000)
    expect(told).to_be_visible()
    quiet_page.mouse.move(0, 0)
    quiet_page.clock.run_for(10_000)

    expect(told).to_have_count(0)


@pytest.mark.parametrize("example", ["explanation", "small-form", "much"])
def test_an_open_popover_is_accessible_and_takes_escape(
    quiet_page: Page, site: Site, example: str
) -> None:
    quiet_page.goto(f"{site.url}/gallery/popover/{example}")
    opener = quiet_page.get_by_role("button").first
    opener.click()

    expect(quiet_page.get_by_role("dialog")).to_be_visible()
    assert findings_in_both_themes(quiet_page, besides=WHOLE_PAGE) == []
    quiet_page.keyboard.press("Escape")
    expect(quiet_page.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_popover_works_without_scripts(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/gallery/popover/explanation")

    page.get_by_role("button", name="Forecast").click()
    expect(page.get_by_role("dialog", name="How it is counted")).to_be_visible()
    page.get_by_role("button", name="Close").click()

    expect(page.get_by_role("dialog")).to_be_hidden()
    context.close()


def test_a_tooltip_comes_with_the_focus_and_goes_by_escape(quiet_page: Page, site: Site) -> None:
    quiet_page.goto(f"{site.url}/gallery/tooltip/control")
    tip = quiet_page.get_by_role("tooltip")

    expect(tip).to_have_count(0)
    quiet_page.keyboard.press("Tab")
    expect(tip).to_have_text("It cannot be lost afterwards")
    expect(quiet_page.get_by_role("button", name="Win")).to_have_accessible_description(
        "It cannot be lost afterwards"
    )
    assert findings_in_both_themes(quiet_page, besides=WHOLE_PAGE) == []
    quiet_page.keyboard.press("Escape")
    expect(tip).to_have_count(0)
    quiet_page.keyboard.press("Tab")
    quiet_page.keyboard.press("Shift+Tab")
    expect(tip).to_have_count(1)


def test_a_tooltip_can_be_pointed_at_itself(quiet_page: Page, site: Site) -> None:
    quiet_page.goto(f"{site.url}/gallery/tooltip/above")
    quiet_page.get_by_role("button").hover()
    tip = quiet_page.get_by_role("tooltip")
    expect(tip).to_be_visible()

    tip.hover()

    expect(tip).to_be_visible()


def test_code_is_copied_without_its_numbers(browser: Browser, site: Site) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site.url}/gallery/code_block/numbered")

    page.get_by_role("button", name="Copy").click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("from ui_components.badge import badge\n\nif won < 2")
    context.close()


def test_a_switch_acts_at_once_by_the_keyboard(quiet_page: Page, site: Site) -> None:
    quiet_page.goto(f"{site.url}/gallery/switch/at-once")
    switch = quiet_page.get_by_role("switch", name="Tell me by mail")
    switch.focus()

    quiet_page.keyboard.press("Space")
    expect(quiet_page.get_by_text("On: it was saved.")).to_be_visible()
    quiet_page.keyboard.press("Space")

    expect(quiet_page.get_by_text("Off: it was saved.")).to_be_visible()
    expect(switch).not_to_be_checked()


def answer_searches(page: Page, found: Mapping[str, Sequence[Option]]) -> None:
    """As a server does that finds something by these words alone."""

    def answer(route: Route) -> None:
        _, _, typed = route.request.url.rpartition("_search=")
        options = "".join(map(str, combobox_options(found.get(typed, ()))))
        route.fulfill(content_type="text/html", body=options)

    page.route(re.compile("_search="), answer)


# Before the script has heard that the answer is there.
ENTER_AT_ONCE = """list => new MutationObserver(() => {
    const input = document.querySelector("[role=combobox]");
    input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
}).observe(list, { childList: true })"""


def test_enter_chooses_also_in_the_moment_in_which_the_answer_comes(
    quiet_page: Page, site: Site
) -> None:
    answer_searches(quiet_page, {"ac": [Option("1", "Acme Ltd")]})
    quiet_page.goto(f"{site.url}/gallery/combobox/empty")
    box = quiet_page.get_by_role("combobox", name="Client")
    quiet_page.locator("#field-client-list").evaluate(ENTER_AT_ONCE)

    box.press_sequentially("ac")

    expect(box).to_have_value("Acme Ltd")
    expect(quiet_page.get_by_role("listbox", name="Client")).to_be_hidden()


def test_enter_where_nothing_is_found_chooses_nobody_later(quiet_page: Page, site: Site) -> None:
    answer_searches(quiet_page, {"": [Option("1", "Acme Ltd")]})
    quiet_page.goto(f"{site.url}/gallery/combobox/in-a-filter-bar")
    box = quiet_page.get_by_role("combobox", name="Owner")
    box.fill("xyz")
    expect(quiet_page.get_by_role("option", name="Nothing found")).to_be_visible()
    box.press("Enter")
    box.blur()

    box.click()

    expect(quiet_page.get_by_role("option", name="Acme Ltd")).to_be_visible()
    expect(box).to_have_value("")
