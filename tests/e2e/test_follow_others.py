"""What somebody does shows on the pages of others within a second, and takes nothing from them."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import Api
from tests.e2e.board import cards_of, expect_header, handle, move_by_menu, press
from tests.e2e.conftest import Open

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def other(open_window: Open, adas_cookies: list[Any]) -> Page:
    """Another browser, on another machine."""
    page = open_window()
    page.context.add_cookies(adas_cookies)
    return page


def open_followed(page: Page, path: str) -> None:
    """Until the page's stream has begun."""
    with page.expect_response("**/activity/stream/*"):
        page.goto(path)


def test_a_move_shows_on_the_board_of_somebody_else(page: Page, other: Page, olga: Api) -> None:
    client = olga.make_client(name="Navy")["id"]
    compiler = olga.make_deal(title="Compiler", amount="1000.00", client_id=client)
    for window in (page, other):
        open_followed(window, "/deals/board/")
    handle(other, compiler).focus()
    asked: list[str] = []
    other.on("request", lambda request: asked.append(urlsplit(request.url).path))

    move_by_menu(page, compiler, to="In progress")
    expect(cards_of(page, "IN_PROGRESS")).to_have_count(1)

    expect(cards_of(other, "IN_PROGRESS")).to_contain_text(["Compiler"])
    assert "/activity/changes/" not in asked  # it was told
    expect_header(other, "IN_PROGRESS", "1", "€1,000")
    expect(handle(other, compiler)).to_be_focused()


@pytest.mark.sweep
def test_what_one_browser_does_shows_in_the_other_on_every_kind_of_page(
    page: Page, other: Page, ids: dict[str, str]
) -> None:
    """Each begins with the deed's own answer, for that is when it was done."""
    client, deal, task = (f"/{kind}s/{ids[kind]}" for kind in ("client", "deal", "task"))
    slow: dict[str, float] = {}
    for followed, address, do, shows in (
        ("/clients/", client, edit_fact("Phone", "+1 777"), "+1 777"),
        (client, client, edit_fact("Company", "Univac"), "Univac"),
        ("/deals/", deal, edit_fact("Title", "Interpreter"), "Interpreter"),
        (deal, deal, edit_fact("Title", "Debugger"), "Debugger"),
        (client, deal, edit_fact("Title", "Linker"), "Linker"),
        ("/tasks/", task, rename_task("Write to Grace"), "Write to Grace"),
        ("/tasks/calendar/", task, rename_task("See Grace"), "See Grace"),
        (client, task, rename_task("Meet Grace"), "Meet Grace"),
        ("/activity/", task, rename_task("Thank Grace"), "1 new"),
        ("/dashboard/", task, rename_task("Greet Grace"), "Greet Grace"),
    ):
        open_followed(other, followed)
        page.goto(address)
        with page.expect_response(lambda answer: answer.request.method == "POST") as saved:
            do(page)
        assert saved.value.status == 200
        began = time.perf_counter()
        expect(other.locator("main").get_by_text(shows).first).to_be_visible()
        slow[f"{followed}: {shows}"] = time.perf_counter() - began

    assert {name: seconds for name, seconds in slow.items() if seconds >= 1} == {}


def edit_fact(name: str, value: str) -> Callable[[Page], None]:
    def do(page: Page) -> None:
        page.get_by_role("link", name=f"Edit: {name}").click()
        page.locator("#main").get_by_role("textbox", name=name).fill(value)
        page.keyboard.press("Enter")

    return do


def rename_task(title: str) -> Callable[[Page], None]:
    def do(page: Page) -> None:
        page.get_by_role("link", name="Edit", exact=True).click()
        page.get_by_role("dialog").get_by_label("Title").fill(title)
        page.keyboard.press("Enter")

    return do


def test_a_card_in_the_hand_stays_there(page: Page, other: Page, olga: Api) -> None:
    client = olga.make_client(name="Navy")["id"]
    compiler = olga.make_deal(title="Compiler", client_id=client)
    for window in (page, other):
        open_followed(window, "/deals/board/")
    handle(other, compiler).focus()
    press(other, "Space")

    olga.make_deal(title="Debugger", client_id=client)

    expect(cards_of(page, "NEW")).to_have_count(2)
    expect(cards_of(other, "NEW")).to_have_count(1)
    press(other, "Escape")
    expect(cards_of(other, "NEW")).to_have_count(2)
    expect(handle(other, compiler)).to_be_focused()


def test_what_is_typed_is_left_alone(page: Page, olga: Api) -> None:
    navy = olga.make_client(name="Navy")
    open_followed(page, "/clients/")
    page.get_by_role("link", name="New client").click()
    page.get_by_label("Name").fill("Army")

    with page.expect_request(lambda request: "x-unattended" in request.headers):
        olga.edit(f"clients/{navy['id']}", name="Royal Navy")

    expect(page.locator("#clients")).to_contain_text("Royal Navy")
    expect(page.get_by_label("Name")).to_have_value("Army")
    expect(page.get_by_label("Name")).to_be_focused()


def test_an_unsaved_form_in_the_part_itself_gets_a_hint(page: Page, olga: Api) -> None:
    client = olga.make_client(name="Navy")
    deal = olga.make_deal(title="Compiler", client_id=client["id"])
    open_followed(page, f"/deals/{deal['id']}")
    page.locator("#deal form").last.evaluate("form => (form.dataset.dirty = '')")

    olga.edit(f"deals/{deal['id']}", title="Interpreter")
    page.get_by_role("button", name="Show it").click()

    expect(page.get_by_role("heading", name="Interpreter")).to_be_visible()
    expect(page.locator(".live-hint")).to_have_count(0)


def test_a_merge_shows_on_the_pages_of_what_it_moved(page: Page, olga: Api) -> None:
    navy, army = olga.make_client(name="Navy"), olga.make_client(name="Army")
    deal = olga.make_deal(title="Compiler", client_id=army["id"])
    open_followed(page, f"/deals/{deal['id']}")
    expect(page.locator("#fact-client")).to_contain_text("Army")

    body = {"other_id": army["id"], "other_version": army["version"], "take": []}
    olga.made(f"clients/{navy['id']}/merge", body, status=200)

    expect(page.locator("#fact-client")).to_contain_text("Navy")


def test_all_tabs_of_a_browser_share_a_stream(page: Page, olga: Api) -> None:
    streams: list[str] = []
    page.context.on(
        "request",
        lambda request: streams.append(request.url) if "/stream/" in request.url else None,
    )
    open_followed(page, "/clients/")
    second = page.context.new_page()
    second.goto("/clients/")
    expect(second.get_by_text("No clients yet")).to_be_visible()

    olga.make_client(name="Navy")

    for tab in (page, second):
        tab.bring_to_front()
        expect(tab.get_by_role("link", name="Navy")).to_be_visible()
    assert len(streams) == 1

    page.close()  # the other tab takes over, from where the first one was
    olga.make_client(name="Army")
    expect(second.get_by_role("link", name="Army")).to_be_visible()
    assert len(streams) == 2
