"""Clients in a browser: from the first one to the trash and back, each change in the log."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.api import Api
from tests.support.chromium import Watch

pytestmark = pytest.mark.e2e


def names(page: Page) -> Locator:
    return page.locator("tbody a.row-link")


def do(page: Page, action: str) -> None:
    """What the menu of a client's page offers."""
    page.get_by_role("button", name="More actions").click()
    page.locator(".menu:popover-open").get_by_text(action, exact=True).click()


def heading(page: Page, name: str) -> Locator:
    return page.get_by_role("heading", name=name, level=1, exact=True)


def test_a_client_is_created_in_a_panel(page: Page, olga: Api) -> None:
    page.goto("/clients/")
    page.get_by_role("link", name="New client").first.click()
    panel = page.get_by_role("dialog", name="New client")
    panel.get_by_label("Name").fill("Grace Hopper")
    panel.get_by_label("Company").fill("Eckert-Mauchly")
    panel.get_by_label("E-mail").fill("grace@navy.example")

    panel.get_by_role("button", name="Create client").click()

    expect(heading(page, "Grace Hopper")).to_be_visible()
    expect(page.get_by_text("Grace Hopper created.")).to_be_visible()
    expect(page).to_have_title("Grace Hopper · Foyer")
    [created] = olga.log_of(page.url.rpartition("/")[2])
    assert (created["action"], created["user_name"]) == ("created", "Ada Admin")


def test_a_wrong_field_is_told_beside_it_and_nothing_typed_is_lost(
    page: Page, olga: Api, watch: Watch
) -> None:
    watch.refusals.add(422)
    olga.make_client(name="Grace Hopper", email="grace@navy.example")
    page.goto("/clients/")
    page.get_by_role("link", name="New client").click()
    panel = page.get_by_role("dialog", name="New client")
    panel.get_by_label("Name").fill("Grace H.")
    panel.get_by_label("E-mail").fill("grace@navy.example")
    panel.get_by_role("button", name="Create client").click()

    email = panel.get_by_label("E-mail")
    expect(email).to_have_accessible_description("Another client has this e-mail")
    expect(email).to_be_focused()
    expect(panel.get_by_label("Name")).to_have_value("Grace H.")
    email.fill("grace.h@navy.example")
    panel.get_by_role("button", name="Create client").click()
    expect(heading(page, "Grace H.")).to_be_visible()


def test_the_list_follows_what_is_typed(page: Page, olga: Api) -> None:
    for name in ("Ada Lovelace", "Grace Hopper", "Mary Lovell"):
        olga.make_client(name=name)
    page.goto("/clients/")
    expect(names(page)).to_have_count(3)

    page.keyboard.press("/")
    page.keyboard.type("love", delay=20)

    expect(names(page)).to_have_count(2)
    expect(page.locator("#filters-summary")).to_have_text("1–2 of 2")
    expect(page).to_have_url(re.compile(r"/clients/\?search=love"))
    expect(page.get_by_label("Search clients")).to_be_focused()
    page.reload()
    expect(names(page)).to_have_count(2)


def test_the_way_back_leads_to_the_list_as_it_was_searched(page: Page, olga: Api) -> None:
    for name in ("Ada Lovelace", "Grace Hopper"):
        olga.make_client(name=name)
    page.goto("/clients/")
    page.get_by_label("Search clients").fill("grace")
    expect(names(page)).to_have_count(1)

    names(page).first.click()
    expect(heading(page, "Grace Hopper")).to_be_visible()
    page.go_back()

    expect(names(page)).to_have_count(1)
    expect(page.get_by_role("navigation", name="Main").first).to_be_visible()


def test_the_list_is_sorted_by_its_heads_and_turned_page_by_page(page: Page, olga: Api) -> None:
    for number in range(51):
        olga.make_client(name=f"Client {number:02}")
    page.goto("/clients/")

    page.get_by_role("columnheader", name="Name").get_by_role("link").click()
    expect(names(page).first).to_contain_text("Client 00")
    page.get_by_role("link", name="Next").click()

    expect(names(page)).to_have_count(1)
    expect(names(page).first).to_contain_text("Client 50")
    expect(page.get_by_role("navigation", name="Pages")).to_contain_text("51–51 of 51")


def test_an_edit_is_corrected_where_it_was_refused(page: Page, olga: Api, watch: Watch) -> None:
    watch.refusals.add(422)
    olga.make_client(email="taken@navy.example")
    client = olga.make_client(name="Grace", email="grace@navy.example")
    page.goto(f"/clients/{client['id']}")
    do(page, "Edit")
    panel = page.get_by_role("dialog", name="Edit client")
    panel.get_by_label("Name").fill("Grace Hopper")
    panel.get_by_label("E-mail").fill("taken@navy.example")
    panel.get_by_role("button", name="Save").click()
    email = panel.get_by_label("E-mail")
    expect(email).to_have_accessible_description("Another client has this e-mail")
    email.fill("hopper@navy.example")
    panel.get_by_role("button", name="Save").click()

    expect(heading(page, "Grace Hopper")).to_be_visible()
    edited, _created = olga.log_of(client["id"])
    assert edited["payload"]["changes"] == {
        "name": ["Grace", "Grace Hopper"],
        "email": ["grace@navy.example", "hopper@navy.example"],
    }


def test_who_was_slower_keeps_what_they_typed_and_saves_it_knowingly(
    page: Page, olga: Api, watch: Watch
) -> None:
    watch.refusals.add(422)
    client = olga.make_client(name="Grace", company="Navy")
    page.goto(f"/clients/{client['id']}")
    do(page, "Edit")
    panel = page.get_by_role("dialog", name="Edit client")
    panel.get_by_label("Company").fill("Remington Rand")
    olga.patch(f"clients/{client['id']}", json={"company": "Eckert-Mauchly"})
    panel.get_by_role("button", name="Save").click()

    expect(panel.get_by_text("Somebody saved this meanwhile: Eckert-Mauchly")).to_be_visible()
    expect(panel.get_by_label("Company")).to_have_value("Remington Rand")
    panel.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Grace saved.")).to_be_visible()
    changes = [entry["payload"].get("changes") for entry in olga.log_of(client["id"])[:2]]
    assert changes == [
        {"company": ["Eckert-Mauchly", "Remington Rand"]},
        {"company": ["Navy", "Eckert-Mauchly"]},
    ]


def test_a_deleted_client_is_brought_back_at_once(page: Page, olga: Api) -> None:
    client = olga.make_client(name="Grace Hopper")
    page.goto(f"/clients/{client['id']}")

    do(page, "Delete")
    expect(page.get_by_text("Client deleted.")).to_be_visible()
    expect(page.get_by_text("No clients yet")).to_be_visible()
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_text("Grace Hopper is back.")).to_be_visible()
    actions = [entry["action"] for entry in olga.log_of(client["id"])]
    assert actions == ["restored", "deleted", "created"]


def test_the_page_tells_the_history_of_its_client(page: Page, olga: Api) -> None:
    client = olga.make_client(name="Grace")
    olga.patch(f"clients/{client['id']}", json={"name": "Grace Hopper"})

    page.goto(f"/clients/{client['id']}")

    newest = page.get_by_role("list", name="History").get_by_role("listitem").first
    expect(newest).to_contain_text("Olga Observer changed this")
    expect(newest.locator("del")).to_have_text("Grace")
    expect(newest.locator("ins")).to_have_text("Grace Hopper")
