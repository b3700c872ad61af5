"""What is typed on a page of its own is not lost by going elsewhere, unless one says so."""

import re

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.e2e.api import Api
from tests.e2e.conftest import Open, sign_in
from tests.support.chromium import Watch

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def test_leaving_a_page_asks_first_and_so_does_what_htmx_would_put_in_its_place(
    page: Page, olga: Api, watch: Watch
) -> None:
    del watch
    olga.make_client(name="Grace")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.goto("/settings/profile/")
    page.get_by_label("Name").fill("Somebody else")
    page.on("dialog", stay)

    page.get_by_role("link", name="Clients").first.click()
    expect(page.get_by_label("Name")).to_have_value("Somebody else")
    page.evaluate("htmx.ajax('GET', '/settings/sessions/', {target: 'body'})")
    expect(page.get_by_label("Name")).to_have_value("Somebody else")
    assert asked == ["beforeunload", "confirm"]

    page.remove_listener("dialog", stay)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("link", name="My sessions").click()
    expect(page).to_have_url(re.compile("/settings/sessions/$"))


def test_what_was_saved_is_left_without_a_word(open_window: Open, olga: Api) -> None:
    page = open_window()
    page.goto("/login/?next=/settings/profile/")
    sign_in(page, olga.make_user()["email"])
    page.get_by_label("Time zone").fill("Europe/Berlin")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()

    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.get_by_role("link", name="My sessions").click()

    expect(page.get_by_role("heading", name="My sessions", level=1)).to_be_visible()
