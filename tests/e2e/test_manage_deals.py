"""Deals in a browser: opened for a client, corrected, deleted and brought back."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import Api
from tests.support.chromium import Watch

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def test_a_column_takes_a_new_deal_for_a_client_that_is_searched_for(page: Page, olga: Api) -> None:
    for name in ("Ada Lovelace", "Grace Hopper"):
        olga.make_client(name=name)
    page.goto("/deals/board/")
    page.get_by_role("link", name="New deal in In progress").click()
    panel = page.get_by_role("dialog", name="New deal")
    panel.get_by_label("Title").fill("Compiler")
    panel.get_by_role("combobox", name="Client").press_sequentially("grace")
    panel.get_by_role("option", name="Grace Hopper").click()
    panel.get_by_label("Amount").fill("1,250.50")
    panel.get_by_label("Amount").press("Enter")

    expect(page.get_by_text("Compiler created.")).to_be_visible()
    expect(page.locator("#board-IN_PROGRESS .lane-sum")).to_have_text("€1,250.50")
    [deal] = olga.read("deals", status="IN_PROGRESS")["items"]
    [created] = olga.log_of(deal["id"])
    assert (created["action"], created["user_name"]) == ("created", "Ada Admin")
    assert created["payload"]["client_name"] == "Grace Hopper"


def test_a_deal_is_opened_from_its_client(page: Page, olga: Api) -> None:
    client = olga.make_client(name="Grace Hopper")
    page.goto(f"/clients/{client['id']}")
    page.get_by_role("link", name="New deal").click()
    panel = page.get_by_role("dialog", name="New deal")
    panel.get_by_label("Title").fill("Compiler")
    panel.get_by_label("Amount").fill("90")
    panel.get_by_label("Currency").select_option("USD")

    panel.get_by_role("button", name="Create deal").click()

    expect(page.get_by_text("Compiler created.")).to_be_visible()
    [deal] = olga.read("deals", client=client["id"])["items"]
    assert (deal["title"], deal["amount"], deal["currency"]) == ("Compiler", "90.00", "USD")


def test_an_amount_that_is_none_is_corrected(page: Page, olga: Api, watch: Watch) -> None:
    watch.refusals.add(422)
    deal = olga.make_deal(title="Compiler", amount="100.00")
    page.goto(f"/deals/{deal['id']}")
    page.get_by_role("link", name="Edit", exact=True).click()
    panel = page.get_by_role("dialog", name="Edit deal")
    amount = panel.get_by_label("Amount")
    amount.fill("a lot")
    panel.get_by_role("button", name="Save").click()
    expect(amount).to_have_accessible_description(
        "Please write an amount like 1250.50, zero or more."
    )
    expect(amount).to_have_value("a lot")

    amount.fill("2500")
    panel.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Compiler saved.")).to_be_visible()
    edited, _created = olga.log_of(deal["id"])
    assert edited["payload"]["changes"] == {"amount": ["100.00", "2500.00"]}


def test_a_deleted_deal_is_brought_back_at_once(page: Page, olga: Api) -> None:
    deal = olga.make_deal(title="Compiler")
    page.goto(f"/deals/{deal['id']}")

    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Deal deleted.")).to_be_visible()
    expect(page.locator("#board-NEW .lane-count")).to_have_text("0")
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_text("Compiler is back.")).to_be_visible()
    actions = [entry["action"] for entry in olga.log_of(deal["id"])]
    assert actions == ["restored", "deleted", "created"]
