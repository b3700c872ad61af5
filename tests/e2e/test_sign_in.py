"""In by the front door, out for good."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import Api
from tests.e2e.conftest import Open, sign_in
from tests.support.chromium import Watch

pytestmark = pytest.mark.e2e


def sign_out(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()
    page.get_by_role("button", name="Sign out").click()


def test_signing_in_leads_to_the_page_that_was_asked_for(open_window: Open, olga: Api) -> None:
    bob = olga.make_user(full_name="Bob Barnes")
    page = open_window()
    page.goto("/deals/board/")
    expect(page.get_by_label("E-mail")).to_be_focused()

    sign_in(page, bob["email"])

    expect(page).to_have_url(re.compile(r"/deals/board/$"))
    expect(page.get_by_role("button", name="Bob Barnes")).to_be_visible()


def test_a_wrong_password_is_told_and_the_address_kept(
    open_window: Open, olga: Api, watch: Watch
) -> None:
    watch.refusals.add(422)
    bob = olga.make_user()
    page = open_window()
    page.goto("/login/")

    sign_in(page, bob["email"], "not the password")

    expect(page.get_by_role("alert")).to_have_text("Wrong e-mail or password.")
    expect(page.get_by_label("E-mail")).to_have_value(bob["email"])
    expect(page.get_by_label("Password")).to_be_focused()


def test_signing_out_is_final_in_every_window(open_window: Open, olga: Api, watch: Watch) -> None:
    """A page left open leads to the sign-in page with its next request, and back afterwards."""
    watch.refusals.add(401)
    bob = olga.make_user(full_name="Bob Barnes")
    page = open_window()
    page.goto("/clients/")
    sign_in(page, bob["email"])
    expect(page).to_have_url(re.compile(r"/clients/$"))
    other = page.context.new_page()
    other.goto("/clients/")

    sign_out(other, "Bob Barnes")
    expect(other).to_have_url(re.compile(r"/login/$"))
    page.get_by_role("link", name="New client").first.click()

    expect(page).to_have_url(re.compile(r"/login/\?next=%2Fclients%2F$"))
    other.go_back()
    expect(other.get_by_role("button", name="Sign in")).to_be_visible()
