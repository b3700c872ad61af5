"""Deals on their board: moved in three ways, counted and summed exactly, however many there are."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import Api
from tests.e2e.board import (
    assert_moved,
    card,
    cards_of,
    drag_above,
    expect_header,
    handle,
    move_by_menu,
    press,
    saved_order,
)
from tests.support.chromium import Watch
from tests.support.people import Json

pytestmark = pytest.mark.e2e

BOARD = "/deals/board/"


@pytest.fixture
def deals(foyer: object, olga: Api) -> list[Json]:  # noqa: ARG001  # which has emptied the database
    """Two new ones and one that is won."""
    client = olga.make_client(name="Navy")["id"]
    return [
        olga.make_deal(title="Compiler", amount="1000.00", client_id=client),
        olga.make_deal(title="Debugger", amount="250.50", client_id=client),
        olga.make_deal(title="Mainframe", amount="9000.00", client_id=client, status="WON"),
    ]


def test_a_deal_is_moved_by_its_menu(page: Page, olga: Api, deals: list[Json]) -> None:
    compiler, *_ = deals
    page.goto(BOARD)
    expect_header(page, "NEW", "2", "€1,250.50")

    move_by_menu(page, compiler, to="In progress")

    expect(cards_of(page, "IN_PROGRESS")).to_contain_text(["Compiler"])
    expect_header(page, "NEW", "1", "€250.50")
    expect_header(page, "IN_PROGRESS", "1", "€1,000")
    assert_moved(olga, compiler, "NEW", "IN_PROGRESS")


def test_a_deal_is_carried_by_keyboard_and_keeps_the_focus(
    page: Page, olga: Api, deals: list[Json]
) -> None:
    compiler, *_ = deals
    page.goto(BOARD)

    handle(page, compiler).focus()
    press(page, "Space", "ArrowRight", "ArrowRight", "ArrowDown", "Space")

    expect_header(page, "WON", "2", "€10,000")
    expect_header(page, "NEW", "1", "€250.50")
    expect(handle(page, compiler)).to_be_focused()
    expect(page.locator("[aria-live=assertive]")).to_have_text(
        "Compiler dropped in Won, position 2 of 2."
    )
    assert saved_order(olga, "WON") == ["Mainframe", "Compiler"]
    assert_moved(olga, compiler, "NEW", "WON")


def test_a_deal_is_dragged_above_another(page: Page, olga: Api, deals: list[Json]) -> None:
    compiler, _, mainframe = deals
    page.goto(BOARD)

    drag_above(page, compiler, mainframe, to="WON")

    expect_header(page, "WON", "2", "€10,000")
    assert saved_order(olga, "WON") == ["Compiler", "Mainframe"]
    assert_moved(olga, compiler, "NEW", "WON")
    page.reload()
    expect(cards_of(page, "WON")).to_contain_text(["Compiler", "Mainframe"])


def test_cards_are_moved_one_after_another_without_a_reload(
    page: Page, olga: Api, deals: list[Json]
) -> None:
    compiler, debugger, _ = deals
    page.goto(BOARD)

    for status, name in (("IN_PROGRESS", "In progress"), ("NEW", "New"), ("WON", "Won")):
        for deal in (compiler, debugger):
            move_by_menu(page, deal, to=name)
            expect(cards_of(page, status).locator(handle(page, deal))).to_be_visible()

    expect_header(page, "WON", "3", "€10,250.50")
    assert len(olga.log_of(compiler["id"])) == len(olga.log_of(debugger["id"])) == 4


def test_a_deal_is_moved_from_its_own_page(page: Page, olga: Api, deals: list[Json]) -> None:
    compiler, *_ = deals
    page.goto(f"/deals/{compiler['id']}")

    page.get_by_role("button", name="In progress").click()

    expect(page.get_by_text("Moved to In progress.")).to_be_visible()
    expect(page.locator(".stages [aria-current=step]")).to_contain_text("since today")
    assert_moved(olga, compiler, "NEW", "IN_PROGRESS")


def test_a_lost_deal_is_asked_for_its_reason_and_escape_puts_it_back(
    page: Page, olga: Api, deals: list[Json]
) -> None:
    compiler, debugger, _ = deals
    question = page.get_by_role("dialog", name="Why was it lost?")
    page.goto(BOARD)

    handle(page, compiler).focus()
    press(page, "Space", "ArrowRight", "ArrowRight", "ArrowRight", "Space")
    expect(question.get_by_label("Too expensive")).to_be_focused()
    press(page, "Escape")
    expect(cards_of(page, "NEW").and_(card(page, compiler))).to_be_attached()
    expect(handle(page, compiler)).to_be_focused()
    expect(page.locator("[aria-live=assertive]")).to_have_text(
        "Move cancelled. Compiler is back in New."
    )

    press(page, "Space", "ArrowRight", "ArrowRight", "ArrowRight", "Space")
    expect(question.get_by_label("Too expensive")).to_be_focused()
    press(page, "Space", "Tab")
    page.keyboard.type("They buy from the Navy")
    press(page, "Enter")
    expect_header(page, "LOST", "1", "€1,000")
    expect(handle(page, compiler)).to_be_focused()

    move_by_menu(page, debugger, to="Lost")
    question.get_by_role("button", name="Cancel").first.click()
    expect(cards_of(page, "NEW").and_(card(page, debugger))).to_be_attached()

    lost = olga.read("deals", status="LOST")["items"]
    assert [deal["lost_reason"] for deal in lost] == ["Too expensive: They buy from the Navy"]
    assert_moved(olga, compiler, "NEW", "LOST")


def test_a_deal_dragged_to_the_lost_keeps_the_place_it_was_put(
    page: Page, olga: Api, deals: list[Json]
) -> None:
    compiler, debugger, _ = deals
    olga.made(f"deals/{debugger['id']}/move", {"status": "LOST"}, status=200)
    page.goto(BOARD)

    drag_above(page, compiler, debugger, to="LOST")
    question = page.get_by_role("dialog", name="Why was it lost?")
    question.get_by_label("No budget").check()
    question.get_by_role("button", name="Mark as lost").click()

    expect_header(page, "LOST", "2", "€1,250.50")
    assert saved_order(olga, "LOST") == ["Compiler", "Debugger"]


def test_who_was_slower_is_told_and_sees_the_board_as_it_is(
    page: Page, olga: Api, deals: list[Json], watch: Watch
) -> None:
    watch.refusals.add(409)
    compiler, *_ = deals
    page.goto(BOARD)
    handle(page, compiler).focus()
    press(page, "Space", "ArrowRight")  # a board whose card is carried follows nobody else

    olga.made(f"deals/{compiler['id']}/move", {"status": "LOST"}, status=200)
    press(page, "Space")

    told = "Olga Observer was faster and moved “Compiler” to Lost. There it is now."
    expect(page.get_by_text(told)).to_be_visible()
    expect(cards_of(page, "LOST")).to_contain_text(["Compiler"])
    expect_header(page, "LOST", "1", "€1,000")
    expect_header(page, "WON", "1", "€9,000")


def test_a_long_column_is_loaded_in_steps_and_always_counted_whole(page: Page, olga: Api) -> None:
    client = olga.make_client()["id"]
    deals = [olga.make_deal(client_id=client, amount="10.00") for _ in range(28)]
    page.goto(BOARD)
    expect(cards_of(page, "NEW")).to_have_count(14)
    expect_header(page, "NEW", "28", "€280")

    page.locator("#board-NEW").get_by_role("link", name="Show more").click()
    expect(cards_of(page, "NEW")).to_have_count(28)
    order = saved_order(olga, "NEW")
    expect(cards_of(page, "NEW")).to_contain_text(order)
    last = next(deal for deal in deals if deal["title"] == order[-1])
    move_by_menu(page, last, to="Won")

    expect_header(page, "WON", "1", "€10")
    expect_header(page, "NEW", "27", "€270")
    expect(cards_of(page, "NEW")).to_have_count(27)
    expect(page).to_have_url(re.compile(r"\?shown=28$"))


def test_a_card_below_the_loaded_ones_is_carried_into_its_place(page: Page, olga: Api) -> None:
    client = olga.make_client()["id"]
    for _ in range(30):
        olga.make_deal(client_id=client, status="WON")
    fresh = olga.make_deal(title="Fresh", client_id=client)
    page.goto(BOARD)

    handle(page, fresh).focus()
    press(page, "Space", "ArrowRight", "ArrowRight", "ArrowDown", "Space")

    expect_header(page, "WON", "31", "€3,100")
    assert saved_order(olga, "WON").index("Fresh") == 1


def test_the_board_shows_one_owners_deals_counted_for_that_owner(
    page: Page, olga: Api, deals: list[Json]
) -> None:
    bob = olga.make_user(full_name="Bob Barnes")
    bobs = olga.make_deal(title="Bobs own", amount="7.00", owner_id=bob["id"])
    page.goto(BOARD)
    expect_header(page, "NEW", "3", "€1,257.50")

    page.get_by_label("Owner").select_option(bob["id"])  # others may be called so

    expect(card(page, deals[0])).to_have_count(0)
    expect(card(page, bobs)).to_be_visible()
    expect_header(page, "NEW", "1", "€7")
    move_by_menu(page, bobs, to="Won")
    expect_header(page, "WON", "1", "€7")
    expect_header(page, "NEW", "0", "")
