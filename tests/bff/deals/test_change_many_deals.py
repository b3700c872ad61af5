"""Many deals at once: those that are lost are asked for their reason."""

from tests.bff.browser import TOAST, Browser, Page
from tests.support.builders import make_deal
from tests.support.people import Json, SignedIn

BAR, ASKED = "form#bulk", "main form[action='/deals/bulk/']"


async def move(browser: Browser, page: Page, *ticked: Json, to: str) -> Page:
    fields: dict[str, str | list[str]] = dict(page.fields(BAR))
    fields |= {"selected": [deal["id"] for deal in ticked], "action": "status", "status": to}
    return Page(await browser.http.post("/deals/bulk/", data=fields, headers=browser.own))


async def ends(api: SignedIn, *deals: Json) -> list[tuple[str, str]]:
    found = [(await api.get(f"/api/v1/deals/{deal['id']}")).json() for deal in deals]
    return [(deal["status"], deal["lost_reason"]) for deal in found]


async def test_they_move_without_a_word(ada: Browser, api: SignedIn) -> None:
    one, two = await make_deal(api), await make_deal(api)

    moved = await move(ada, await ada.open("/deals/"), one, two, to="WON")

    assert "Moved: 2." in moved.one(TOAST).text
    assert await ends(api, one, two) == [("WON", ""), ("WON", "")]


async def test_what_is_lost_is_asked_for_its_reason_once(ada: Browser, api: SignedIn) -> None:
    one, two = await make_deal(api), await make_deal(api)

    asked = await move(ada, await ada.open("/deals/?sort=title"), one, two, to="LOST")
    before = await ends(api, one, two)
    lost = await ada.submit(asked, ASKED, reason="No budget", note="This year")

    assert asked.one("h1").text == "Why was it lost?"
    assert "2 deals" in asked.text
    assert before == [("NEW", ""), ("NEW", "")]
    assert lost.path == "/deals/?sort=title"
    assert "Moved: 2." in lost.one(TOAST).text
    assert await ends(api, one, two) == [("LOST", "No budget: This year")] * 2


async def test_without_a_reason_it_is_asked_again(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api)
    asked = await move(ada, await ada.open("/deals/"), deal, to="LOST")

    again = await ada.submit(asked, ASKED)

    assert again.one("h1").text == "Why was it lost?"
    assert await ends(api, deal) == [("NEW", "")]
