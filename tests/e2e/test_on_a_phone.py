"""Everything in a hand: 390 pixels wide, moved by touch."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import Api
from tests.e2e.board import assert_moved, expect_header
from tests.support.chromium import findings, fits

pytestmark = pytest.mark.e2e


@pytest.mark.slow
def test_no_page_is_wider_than_the_phone(phone: Page, olga: Api) -> None:
    client = olga.make_client(name="Rear Admiral Grace Brewster Murray Hopper", company="U" * 60)
    deal = olga.make_deal(title="L" * 60, amount="99999999.99", client_id=client["id"])
    for address in (
        "/dashboard/",
        "/reports/pipeline/",
        "/clients/",
        "/clients/new/",
        f"/clients/{client['id']}",
        "/deals/board/",
        "/deals/",
        "/deals/trash/",
        "/deals/new/",
        "/imports/new/",
        f"/deals/{deal['id']}",
        f"/deals/{deal['id']}/edit/",
    ):
        phone.goto(address)
        assert fits(phone), address
        assert findings(phone) == [], address


def test_a_client_is_created_with_the_thumb(phone: Page, olga: Api) -> None:
    phone.goto("/deals/board/")
    phone.locator(".bottom-nav").get_by_role("link", name="Clients").tap()
    phone.wait_for_url("**/clients/")
    phone.get_by_role("link", name="New client").first.tap()
    panel = phone.get_by_role("dialog", name="New client")
    panel.get_by_label("Name").fill("Grace Hopper")
    assert fits(phone)

    panel.get_by_role("button", name="Create client").tap()

    expect(phone.get_by_role("heading", name="Grace Hopper")).to_be_visible()
    assert fits(phone)
    [created] = olga.log_of(phone.url.rpartition("/")[2])
    assert created["user_name"] == "Ada Admin"


def test_a_deal_is_moved_with_the_thumb(phone: Page, olga: Api) -> None:
    deal = olga.make_deal(title="Compiler")
    phone.goto("/deals/board/")

    phone.get_by_role("button", name="Move Compiler to another column").tap()
    phone.locator(f"#board-card-{deal['id']}-menu").get_by_role("button", name="Lost").tap()
    question = phone.get_by_role("dialog", name="Why was it lost?")
    question.get_by_label("No budget").tap()
    question.get_by_role("button", name="Mark as lost").tap()
    phone.get_by_role("link", name="Lost").tap()

    expect(phone.locator(f"#board-card-{deal['id']}")).to_be_in_viewport()
    expect_header(phone, "LOST", "1", "€100")
    assert_moved(olga, deal, "NEW", "LOST")


def test_the_account_is_in_reach(phone: Page) -> None:
    phone.goto("/clients/")

    phone.get_by_role("button", name="Account").tap()

    expect(phone.get_by_role("button", name="Sign out")).to_be_visible()
    assert findings(phone) == []
