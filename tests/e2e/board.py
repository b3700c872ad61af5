"""The board as somebody sees it who moves cards on it."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.api import Api
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
    for key in keys:
        page.keyboard.press(key)


def drag(page: Page, deal: Json, *, above: Json) -> None:
    handle(page, deal).hover()
    page.mouse.down()
    target = card(page, above).bounding_box()
    assert target
    across = target["x"] + target["width"] / 3
    page.mouse.move(across, target["y"] + 4, steps=12)
    page.mouse.move(across, target["y"] + 8, steps=6)
    page.mouse.up()


def saved_order(api: Api, status: str) -> list[str]:
    deals = api.read("deals", status=status, sort="rank")["items"]
    return [deal["title"] for deal in deals]


def assert_moved(api: Api, deal: Json, before: str, after: str) -> None:
    """By Ada, and told once."""
    moved, _created = api.log_of(deal["id"])
    assert (moved["action"], moved["user_name"]) == ("moved", "Ada Admin")
    assert moved["payload"]["changes"]["status"] == [before, after]
