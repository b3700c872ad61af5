"""Components in a browser: accessible in both themes, within the policy, and alive."""

import re

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.support.chromium import drag, findings_in_both_themes
from tests.ui_components.server import Site
from ui_components.gallery.registry import components

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

# A preview is a part of a page: rules for whole pages do not apply to it.
WHOLE_PAGE = {"region", "page-has-heading-one", "landmark-one-main", "landmark-unique"}


@pytest.mark.sweep
@pytest.mark.parametrize("name", components())
def test_every_example_is_accessible(quiet_page: Page, site: Site, name: str) -> None:
    for example in components()[name].examples:
        quiet_page.goto(f"{site.url}/gallery/{name}/{example.slug}")

        assert findings_in_both_themes(quiet_page, besides=WHOLE_PAGE) == [], example.slug


@pytest.mark.parametrize("example", ["middle", "side", "asks-first"])
def test_open_dialogs_are_accessible(quiet_page: Page, site: Site, example: str) -> None:
    quiet_page.goto(f"{site.url}/gallery/dialog/{example}")
    quiet_page.get_by_role("button").first.click()

    expect(quiet_page.get_by_role("heading", level=2)).to_be_visible()
    assert findings_in_both_themes(quiet_page, besides=WHOLE_PAGE) == []


@pytest.fixture
def board(quiet_page: Page, site: Site) -> Page:
    site.board = {"NEW": ["a", "b"], "WON": ["c"]}
    site.moves.clear()
    site.headers.clear()
    site.status = 200
    quiet_page.goto(f"{site.url}/board")
    return quiet_page


def handle(card: str) -> str:
    return f"#board-card-{card}-handle"


def test_a_card_is_carried_with_the_keyboard_and_keeps_the_focus(board: Page, site: Site) -> None:
    board.focus(handle("a"))
    for key in ("Space", "ArrowRight", "ArrowDown", "Space"):
        board.keyboard.press(key)

    expect(board.locator("#board-WON .lane-count")).to_have_text("2")
    expect(board.locator(handle("a"))).to_be_focused()
    assert site.moves == [("a", "WON", "c")]
    assert site.headers == ["token"]
    expect(board.locator("[aria-live=assertive]")).to_have_text(
        "Deal a dropped in Won, position 2 of 2."
    )


def test_escape_puts_a_card_back(board: Page, site: Site) -> None:
    board.focus(handle("b"))
    for key in ("Space", "ArrowRight", "Escape"):
        board.keyboard.press(key)

    expect(board.locator("#board-NEW-cards .kanban-card")).to_have_count(2)
    expect(board.locator("#board-NEW-cards > :nth-child(2)")).to_have_id("board-card-b")
    assert site.moves == []


def test_a_card_dropped_where_it_was_sends_nothing(board: Page, site: Site) -> None:
    board.focus(handle("a"))
    board.keyboard.press("Space")
    board.keyboard.press("Space")

    expect(board.locator(handle("a"))).to_have_attribute("aria-pressed", "false")
    assert site.moves == []


def test_a_card_is_dragged(board: Page, site: Site) -> None:
    drag(
        board,
        board.locator(handle("b")),
        over=board.locator("#board-card-c"),
        until=board.locator("#board-WON-cards > #board-card-b"),
    )

    expect(board.locator("#board-WON .lane-count")).to_have_text("2")
    [(card, lane, _)] = site.moves
    assert (card, lane) == ("b", "WON")


def test_a_card_is_moved_by_its_menu(board: Page, site: Site) -> None:
    board.get_by_role("button", name="Move Deal a to another column").click()
    board.locator("#board-card-a-menu").get_by_role("button", name="Won").click()

    expect(board.locator("#board-WON .lane-count")).to_have_text("2")
    expect(board.locator("#board-card-a-menu")).to_be_hidden()
    assert site.moves == [("a", "WON", "")]


def test_a_board_that_was_swapped_in_can_be_used_again(board: Page, site: Site) -> None:
    for card in ("a", "b"):
        board.focus(handle(card))
        for key in ("Space", "ArrowRight", "Space"):
            board.keyboard.press(key)
        expect(board.locator(f"#board-WON-cards #board-card-{card}")).to_be_visible()
        expect(board.locator(f"#board-card-{card}.htmx-request")).to_have_count(0)

    expect(board.locator("#board-WON .lane-count")).to_have_text("3")
    assert len(site.moves) == 2


def test_a_move_that_failed_is_undone_and_told(page: Page, site: Site) -> None:
    site.board = {"NEW": ["a", "b"], "WON": ["c"]}
    site.status = 503
    page.goto(f"{site.url}/board")

    page.focus(handle("a"))
    for key in ("Space", "ArrowRight", "Space"):
        page.keyboard.press(key)

    expect(page.get_by_text("That did not work.")).to_be_visible()
    expect(page.locator("#board-NEW-cards > :first-child")).to_have_id("board-card-a")


def test_a_dialog_in_an_answer_opens_and_leaves(board: Page) -> None:
    board.get_by_role("button", name="New").click()
    expect(board.get_by_role("heading", name="New deal")).to_be_visible()

    board.keyboard.press("Escape")

    expect(board.locator("dialog")).to_have_count(0)


def test_news_is_told_where_the_reader_is(board: Page) -> None:
    """All of a page but its open dialog is out of reach, a toast below it as well."""
    board.get_by_role("button", name="New").click()

    expect(board.locator("dialog .toaster")).to_have_count(1)
    board.keyboard.press("Escape")
    expect(board.locator("body > .toaster")).to_have_count(1)


def test_the_same_news_is_told_once(page: Page, site: Site) -> None:
    site.board = {"NEW": ["a", "b"], "WON": ["c"]}
    site.status = 503
    page.goto(f"{site.url}/board")

    for card in ("a", "b"):
        page.focus(handle(card))
        for key in ("Space", "ArrowRight", "Space"):
            page.keyboard.press(key)
        expect(page.locator(f"#board-NEW-cards #board-card-{card}")).to_be_visible()

    expect(page.get_by_text("That did not work.")).to_have_count(1)


def test_typed_text_is_not_thrown_away_unasked(board: Page) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    board.on("dialog", stay)
    board.get_by_role("button", name="New").click()
    board.get_by_label("Name").fill("Acme")

    board.get_by_role("button", name="Close").click()
    board.mouse.click(5, 5)

    assert asked == ["Throw it away?"] * 2
    expect(board.get_by_label("Name")).to_have_value("Acme")


def test_the_theme_is_chosen_and_remembered(quiet_page: Page, site: Site) -> None:
    quiet_page.emulate_media(color_scheme="light")
    quiet_page.goto(f"{site.url}/gallery/theme_menu/closed")

    quiet_page.get_by_role("button", name="Theme").click()
    quiet_page.get_by_role("button", name="Dark").click()

    expect(quiet_page.locator("html")).to_have_class("dark")
    expect(quiet_page.get_by_role("button", name="Dark")).to_be_hidden()
    assert "theme=dark" in quiet_page.evaluate("document.cookie")


def test_the_sidebar_folds_and_is_remembered(quiet_page: Page, site: Site) -> None:
    quiet_page.goto(f"{site.url}/gallery/shell/a-page")

    quiet_page.get_by_role("button", name="Toggle sidebar").click()

    expect(quiet_page.locator(".shell")).to_have_attribute("data-collapsed", "")
    assert "sidebar=collapsed" in quiet_page.evaluate("document.cookie")


def test_a_menu_is_walked_with_the_arrow_keys(quiet_page: Page, site: Site) -> None:
    quiet_page.goto(f"{site.url}/gallery/menu/beside")
    quiet_page.get_by_role("button", name="Actions").click()

    quiet_page.keyboard.press("Tab")
    quiet_page.keyboard.press("ArrowDown")
    expect(quiet_page.get_by_role("button", name="Duplicate")).to_be_focused()
    quiet_page.keyboard.press("ArrowUp")
    quiet_page.keyboard.press("ArrowUp")
    expect(quiet_page.get_by_role("button", name="Delete")).to_be_focused()
    quiet_page.keyboard.press("Escape")

    expect(quiet_page.get_by_role("button", name="Delete")).to_be_hidden()


def test_select_all_selects_all(quiet_page: Page, site: Site) -> None:
    quiet_page.goto(f"{site.url}/gallery/table/with-selection")

    quiet_page.get_by_label("Select all").check()

    expect(quiet_page.get_by_label(re.compile("^Select Grace"))).to_be_checked()
    expect(quiet_page.locator("tbody :checked")).to_have_count(4)


def test_the_whole_row_opens_the_record(quiet_page: Page, site: Site) -> None:
    quiet_page.goto(f"{site.url}/gallery/table/sorted-rows")

    quiet_page.locator("tr", has_text="Bletchley AG").click()

    expect(quiet_page).to_have_url(re.compile("#person-2$"))
