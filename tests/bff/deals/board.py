"""The board as its tests read it."""

from tests.bff.browser import HTMX, Page
from tests.support.builders import make_client, make_deal
from tests.support.people import Json, SignedIn

BOARD = "http://localhost:8000/deals/board/"
ON_BOARD = HTMX | {"hx-target": "section#board", "hx-current-url": BOARD}


def titles(page: Page, status: str) -> list[str]:
    return [card.attrs["data-label"] for card in page.all(f"#board-{status}-cards > .kanban-card")]


def head(page: Page, status: str) -> str:
    return " ".join(page.one(f"#board-{status} > header").stripped_strings)


def move_form(deal: Json) -> str:
    return f"form[action='/deals/{deal['id']}/move/']"


async def many_deals(api: SignedIn, count: int) -> list[Json]:
    client = await make_client(api)
    return [
        await make_deal(api, client_id=client["id"], title=f"Deal {n:02}", amount="10.50")
        for n in range(count)
    ]
