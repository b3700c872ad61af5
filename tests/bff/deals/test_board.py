from tests.bff.browser import HTMX, TOAST, Browser, Page
from tests.bff.conftest import SignIn
from tests.support.builders import make_client, make_deal
from tests.support.people import Json, People, SignedIn

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


async def test_heads_speak_of_all_deals_not_of_the_shown_ones(ada: Browser, api: SignedIn) -> None:
    await many_deals(api, 30)
    await make_deal(api, amount="100", currency="USD", status="WON")
    await make_deal(api, amount="200", currency="EUR", status="WON")

    page = await ada.open("/deals/board/")

    assert len(titles(page, "NEW")) == 25
    assert head(page, "NEW") == "New 30 €315"
    assert head(page, "WON") == "Won 2 €200 $100"
    assert head(page, "LOST") == "Lost 0"


async def test_more_cards_come_below_the_others_each_once(ada: Browser, api: SignedIn) -> None:
    await many_deals(api, 30)
    page = await ada.open("/deals/board/")
    more = page.one("#more-NEW a").attrs

    part = await ada.open(more["hx-get"], ON_BOARD | {"hx-target": "div#more-NEW"})
    whole = await ada.open(more["href"])

    added = [card.attrs["data-label"] for card in part.all(".kanban-card")]
    assert titles(page, "NEW") + added == titles(whole, "NEW")
    assert len(titles(whole, "NEW")) == 30
    assert part.headers["hx-replace-url"] == "/deals/board/?shown=30"
    assert not part.has("#more-NEW a")


async def test_filtered_by_owner(ada: Browser, api: SignedIn, signed_in: People) -> None:
    bob = await signed_in(name="Bob")
    await make_deal(api, title="Hers")
    await make_deal(bob, title="His")

    page = await ada.open(f"/deals/board/?owner={bob.user_id}")

    assert titles(page, "NEW") == ["His"]
    assert head(page, "NEW") == "New 1 €100"


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
    assert "Somebody was faster" in part.one("hx-partial[hx-target='#toaster']").text
    assert (await api.get(f"/api/v1/deals/{deal['id']}")).json()["status"] == "LOST"


async def test_a_deal_that_is_gone_leaves_the_board(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api)
    page = await ada.open("/deals/board/")
    form = page.fields(move_form(deal))
    await api.delete(f"/api/v1/deals/{deal['id']}")

    part = await ada.send(f"/deals/{deal['id']}/move/", form | {"lane": "WON"}, ON_BOARD)

    assert part.status == 409
    assert titles(part, "NEW") == []


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


async def test_a_lost_deal_is_worth_a_reason(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api, title="Renewal")
    moved = await ada.open("/deals/board/")
    fields = moved.fields(move_form(deal)) | {"lane": "LOST"}

    told = await ada.send(f"/deals/{deal['id']}/move/", fields, ON_BOARD)
    panel = await ada.part(told.one(".toast a").attrs["href"])
    form = panel.fields("form[action$='/edit/']") | {"lost_reason": "Too expensive"}
    saved = await ada.send(f"/deals/{deal['id']}/edit/", form, ON_BOARD)

    assert "Moved to Lost." in told.one(".toast").text
    assert saved.headers["hx-location"] == "/deals/board/"
    assert (await api.get(f"/api/v1/deals/{deal['id']}")).json()["lost_reason"] == "Too expensive"
    assert "Too expensive" in (await ada.open(f"/deals/{deal['id']}")).text


async def test_only_a_lost_deal_is_asked_for_its_reason(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api, status="WON")

    assert not (await ada.open(f"/deals/{deal['id']}/edit/")).has("[name=lost_reason]")
    assert "Reason it was lost" not in (await ada.open(f"/deals/{deal['id']}")).text
