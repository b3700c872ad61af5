"""Many clients at once: ticked as a range, changed and put back; a view of one's own; the trash."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import Api

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def test_a_range_is_ticked_kept_while_one_searches_deleted_and_undone(
    page: Page, olga: Api
) -> None:
    for number in range(1, 6):
        olga.make_client(name=f"Roof {number}")
    olga.make_client(name="Wall")
    page.goto("/clients/?sort=name")

    page.get_by_role("checkbox", name="Select Roof 2").check()
    page.get_by_role("checkbox", name="Select Wall").click(modifiers=["Shift"])
    expect(page.locator(".bulk-count")).to_have_text("Selected: 5")
    page.get_by_role("searchbox").fill("roof")
    expect(page.locator("[data-row]")).to_have_count(5)
    expect(page.locator(".bulk-count")).to_have_text("Selected: 4")
    expect(page).to_have_url(re.compile("search=roof"))
    page.locator(".bulk-bar").get_by_role("button", name="Delete").click()

    expect(page.locator(".toaster")).to_contain_text("Deleted: 4.")
    expect(page.locator("[data-row]")).to_have_count(1)
    page.locator(".toaster").get_by_role("button", name="Undo").click()
    expect(page.locator(".toaster")).to_contain_text("As before: 4.")
    expect(page.locator("[data-row]")).to_have_count(5)


def test_all_by_the_head_and_none_again_by_keys(page: Page, olga: Api) -> None:
    for number in range(3):
        olga.make_client(name=f"Roof {number}")
    page.goto("/clients/")
    head = page.get_by_role("checkbox", name="Select all")

    head.focus()
    page.keyboard.press("Space")
    expect(page.locator(".bulk-count")).to_have_text("Selected: 3")
    page.get_by_role("checkbox", name="Select Roof 1").uncheck()
    expect(head).to_have_js_property("indeterminate", True)
    page.get_by_role("button", name="Clear selection").press("Enter")

    expect(page.locator(".bulk-bar")).to_be_hidden()
    expect(head).to_be_focused()


def test_a_view_is_saved_beside_the_list_and_renamed(page: Page, olga: Api) -> None:
    olga.make_client(name="Roof")
    page.goto("/clients/")
    page.get_by_role("searchbox").fill("roof")
    expect(page).to_have_url(re.compile("search=roof"))

    page.get_by_role("button", name="Save view").click()
    panel = page.get_by_role("dialog", name="Save view")
    expect(panel.get_by_label("Name")).to_be_focused()
    panel.get_by_label("Name").fill("Roofs")
    panel.get_by_role("button", name="Save").click()

    tab = page.get_by_role("navigation", name="Views").get_by_role("link", name="Roofs")
    expect(tab).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("searchbox")).to_have_value("roof")
    page.get_by_role("button", name="This view").click()
    page.get_by_role("button", name="Edit view").click()
    editor = page.get_by_role("dialog", name="Edit view")
    editor.get_by_label("Name").fill("All roofs")
    editor.get_by_role("button", name="Save").click()
    expect(page.get_by_role("navigation", name="Views")).to_contain_text("All roofs")
