"""Clients in a browser: from the first one to the trash and back, each change in the log."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import Api
from tests.support.chromium import Watch, findings_in_both_themes

pytestmark = pytest.mark.e2e


def open_client(page: Page, client_id: str) -> None:
    page.goto(f"/clients/{client_id}")


def test_a_client_is_created_in_a_panel(page: Page, olga: Api) -> None:
    page.goto("/clients/")
    page.get_by_role("link", name="New client").first.click()
    page.get_by_label("Name").fill("Grace Hopper")
    page.get_by_label("Company").fill("Eckert-Mauchly")
    page.get_by_label("E-mail").fill("grace@navy.example")

    page.get_by_role("button", name="Create client").click()

    expect(page.get_by_role("heading", name="Grace Hopper", level=1)).to_be_visible()
    expect(page.get_by_text("Grace Hopper created.")).to_be_visible()
    expect(page).to_have_title("Grace Hopper · Foyer")
    [created] = olga.log_of(page.url.rpartition("/")[2])
    assert (created["action"], created["user_name"]) == ("created", "Ada Admin")
