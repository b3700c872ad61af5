"""The main ways through Foyer in a browser that runs no scripts."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import Api
from tests.e2e.conftest import Open, sign_in

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def plain(open_window: Open) -> Page:
    return open_window(java_script_enabled=False)


@pytest.fixture
def plain_page(plain: Page, adas_cookies: list[Any]) -> Page:
    """Ada's."""
    plain.context.add_cookies(adas_cookies)
    return plain


def test_a_client_is_made_found_and_changed(plain: Page, olga: Api) -> None:
    bob = olga.make_user(full_name="Bob Barnes")
    plain.goto("/clients/")
    sign_in(plain, bob["email"])
    plain.get_by_role("link", name="New client").first.click()
    plain.get_by_label("Name").fill("Grace Hopper")
    plain.get_by_role("button", name="Create client").click()
    expect(plain.get_by_role("heading", name="Grace Hopper", level=1)).to_be_visible()

    plain.get_by_role("link", name="Edit: Phone").click()
    plain.get_by_label("Phone").fill("+1 555 0100")
    plain.get_by_role("button", name="Save").click()
    expect(plain.get_by_text("Grace Hopper saved.")).to_be_visible()
    plain.get_by_label("Note", exact=True).fill("Wants an offer")
    plain.get_by_role("button", name="Add note").click()
    expect(plain.locator(".timeline-text")).to_have_text("Wants an offer")

    plain.goto("/clients/")
    plain.get_by_label("Search clients").fill("grace")
    plain.get_by_role("button", name="Apply").click()
    expect(plain).to_have_url(re.compile("search=grace"))
    plain.locator(".top-bar a[href='/search/']").click()
    plain.locator("main input[name=q]").fill("hopper")
    plain.keyboard.press("Enter")
    expect(plain.locator("main").get_by_role("link", name="Grace Hopper")).to_be_visible()


def test_a_deal_is_moved_lost_and_its_task_completed(plain_page: Page, olga: Api) -> None:
    page, client = plain_page, olga.make_client(name="Navy")["id"]
    deal = olga.make_deal(title="Compiler", client_id=client)
    olga.made("tasks", {"title": "Call", "client_id": client, "deal_id": deal["id"]})

    page.goto("/deals/board/")
    page.get_by_role("button", name="Move Compiler to another column").click()
    page.locator(f"#board-card-{deal['id']}-menu").get_by_role("button", name="In progress").click()
    expect(page.get_by_text("Moved to In progress.")).to_be_visible()
    page.goto(f"/deals/{deal['id']}")
    page.get_by_role("button", name="Complete “Call”").click()
    expect(page.get_by_text("Done: Call")).to_be_visible()
    page.get_by_role("button", name="Lost").click()
    page.get_by_label("No budget").check()
    page.get_by_role("button", name="Mark as lost").click()

    expect(page.locator("#fact-lost_reason")).to_contain_text("No budget")
    assert [entry["action"] for entry in olga.log_of(deal["id"])][:2] == ["moved", "moved"]


def test_a_file_is_imported(plain_page: Page, olga: Api, tmp_path: Path) -> None:
    page, file = plain_page, tmp_path / "clients.csv"
    file.write_text("Name,E-mail\nGrace Hopper,grace@navy.example\nNobody,not an address\n")

    page.goto("/imports/new/?entity=clients")
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(re.compile("/columns/$"))
    page.get_by_role("button", name=re.compile("Check")).click()

    expect(page).to_have_url(re.compile("/imports/[0-9a-f-]{36}/check/$"))
    assert olga.read("imports")["total"] == 1
