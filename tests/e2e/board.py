"""The board as somebody sees it who moves cards on it."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.api import Api
from tests.support.chromium import drag
from tests.support.people import Json


def card(page: Page, deal: Json) -> Locator:
    return page.locator(f"#board-card-{deal['id']}")


def handle(page: Page, deal: Json) -> Locator:
    return page.locator(f"#board-card-{deal['id']}-handle")


def cards_of(page: Page, status: str) -> Locator:
    return page.locator(f"#board-{status}-cards > .kanban-card")


def expect_header(page: Page, status: str, count: str, total: str) -> None:
    """What stands above a column speaks of all its deals, loaded or not."""
    expect(page.locator(f"#board-{status} .lane-count")).to_have_text(count)
    expect(page.locator(f"#board-{status} .lane-sum")).to_have_text(total)


def move_by_menu(page: Page, deal: Json, to: str) -> None:
    page.get_by_role("button", name=f"Move {deal['title']} to another column").click()
    page.locator(f"#board-card-{deal['id']}-menu").get_by_role("button", name=to).click()


def press(page: Page, *keys: str) -> None:
    """Where a page has just come, once its scripts listen."""
    page.wait_for_load_state()
    for key in keys:
        page.keyboard.press(key)


def drag_above(page: Page, deal: Json, other: Json, *, to: str) -> None:
    arrived = cards_of(page, to).and_(card(page, deal))
    drag(page, handle(page, deal), over=card(page, other), until=arrived)


def saved_order(api: Api, status: str) -> list[str]:
    deals = api.read("deals", status=status, sort="rank")["items"]
    return [deal["title"] for deal in deals]


def assert_moved(api: Api, deal: Json, before: str, after: str) -> None:
    """By Ada, and told once."""
    moved, _created = api.log_of(deal["id"])
    assert (moved["action"], moved["user_name"]) == ("moved", "Ada Admin")
    assert moved["payload"]["changes"]["status"] == [before, after]
