"""Cards that are moved, and what whoever is slower is told."""

from tests.bff.browser import TOAST, Browser
from tests.bff.conftest import SignIn
from tests.bff.deals.board import BOARD, ON_BOARD, head, many_deals, move_form, titles
from tests.support.builders import make_deal
from tests.support.people import SignedIn


async def test_a_card_moves_without_scripts(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api, title="Renewal")
    page = await ada.open("/deals/board/")

    moved = await ada.submit(page, move_form(deal), lane="WON")

    assert moved.path == "/deals/board/"
    assert titles(moved, "WON") == ["Renewal"]
    assert head(moved, "NEW") == "New 0"
    assert "Moved to Won." in moved.one(TOAST).text


async def test_htmx_gets_the_board_as_it_is_after_the_move(ada: Browser, api: SignedIn) -> None:
    first, second, third = await many_deals(api, 3)
    page = await ada.open("/deals/board/")
    form = page.fields(move_form(first))

    part = await ada.send(
        f"/deals/{first['id']}/move/", form | {"lane": "NEW", "after": third["id"]}, ON_BOARD
    )

    assert part.status == 200
    order = titles(part, "NEW")
    assert order.index(first["title"]) == order.index(third["title"]) + 1
    assert second["title"] in order


async def test_the_slower_of_two_is_told_and_sees_the_board(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api, title="Renewal")
    page = await ada.open("/deals/board/")
    form = page.fields(move_form(deal))
    await api.post(f"/api/v1/deals/{deal['id']}/move", json={"status": "LOST"})

    part = await ada.send(f"/deals/{deal['id']}/move/", form | {"lane": "WON"}, ON_BOARD)

    assert part.status == 409
    assert titles(part, "LOST") == ["Renewal"]
    told = part.one("hx-partial[hx-target='#toaster']").text
    assert told == "Ada Admin was faster and moved “Renewal” to Lost. There it is now."
    assert (await api.get(f"/api/v1/deals/{deal['id']}")).json()["status"] == "LOST"


async def test_a_deal_that_is_gone_leaves_the_board(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api)
    page = await ada.open("/deals/board/")
    form = page.fields(move_form(deal))
    await api.delete(f"/api/v1/deals/{deal['id']}")

    part = await ada.send(f"/deals/{deal['id']}/move/", form | {"lane": "WON"}, ON_BOARD)

    assert part.status == 409
    assert titles(part, "NEW") == []
    assert "Ada Admin has deleted “" in part.text


async def test_somebody_elses_deal_stays_where_it_is(at_work: SignIn, api: SignedIn) -> None:
    deal = await make_deal(api, title="Hers")
    bob = await at_work(name="Bob")
    page = await bob.open("/deals/board/")
    form = page.fields(move_form(deal))

    part = await bob.send(f"/deals/{deal['id']}/move/", form | {"lane": "WON"}, ON_BOARD)

    assert titles(part, "NEW") == ["Hers"]
    assert "Only its owner or an admin" in part.text


async def test_a_move_keeps_what_was_shown(ada: Browser, api: SignedIn) -> None:
    deal, *_ = await many_deals(api, 30)
    page = await ada.open("/deals/board/?shown=50")
    form = page.fields(move_form(deal))

    part = await ada.send(
        f"/deals/{deal['id']}/move/",
        form | {"lane": "WON"},
        ON_BOARD | {"hx-current-url": f"{BOARD}?shown=50"},
    )

    assert len(titles(part, "NEW")) == 29


async def test_a_move_to_nowhere_is_refused(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api)
    form = (await ada.open("/deals/board/")).fields(move_form(deal))

    for wrong in ({"lane": "NOWHERE"}, {"lane": ""}, {"lane": "WON", "after": "me"}):
        assert (await ada.send(f"/deals/{deal['id']}/move/", form | wrong)).status == 400


async def test_who_changed_it_is_named(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api, title="Renewal")
    form = (await ada.open("/deals/board/")).fields(move_form(deal))
    await api.patch(f"/api/v1/deals/{deal['id']}", json={"amount": "7"})

    part = await ada.send(f"/deals/{deal['id']}/move/", form | {"lane": "WON"}, ON_BOARD)

    assert "Ada Admin has changed “Renewal” meanwhile." in part.text


async def test_a_card_whose_place_is_gone_says_who_took_it(ada: Browser, api: SignedIn) -> None:
    deal, above, _ = await many_deals(api, 3)
    form = (await ada.open("/deals/board/")).fields(move_form(deal))
    await api.post(f"/api/v1/deals/{above['id']}/move", json={"status": "WON"})

    part = await ada.send(
        f"/deals/{deal['id']}/move/", form | {"lane": "NEW", "after": above["id"]}, ON_BOARD
    )

    assert f"moved “{above['title']}” to Won" in part.text
