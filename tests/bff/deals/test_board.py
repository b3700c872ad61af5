"""The board: counted whole, narrowed, its cards saying what they wait for."""

from datetime import UTC, datetime, timedelta

import asyncpg

from tests.bff.browser import Browser
from tests.bff.deals.board import BOARD, ON_BOARD, head, many_deals, titles
from tests.bff.wire import Wire
from tests.support.builders import make_client, make_deal, make_task
from tests.support.bulk import add_clients
from tests.support.people import People, SignedIn


async def test_heads_speak_of_all_deals_not_of_the_shown_ones(ada: Browser, api: SignedIn) -> None:
    await many_deals(api, 30)
    await make_deal(api, amount="100", currency="USD", status="WON")
    await make_deal(api, amount="200", currency="EUR", status="WON")

    page = await ada.open("/deals/board/")

    assert len(titles(page, "NEW")) == 14
    assert head(page, "NEW") == "New 30 €315"
    assert head(page, "WON") == "Won 2 €200 $100"
    assert head(page, "LOST") == "Lost 0"


async def test_more_cards_come_below_the_others_each_once(ada: Browser, api: SignedIn) -> None:
    await many_deals(api, 28)
    page = await ada.open("/deals/board/")
    more = page.one("#more-NEW a").attrs

    part = await ada.open(more["hx-get"], ON_BOARD | {"hx-target": "div#more-NEW"})
    whole = await ada.open(more["href"])

    added = [card.attrs["data-label"] for card in part.all(".kanban-card")]
    assert titles(page, "NEW") + added == titles(whole, "NEW")
    assert len(titles(whole, "NEW")) == 28
    assert part.headers["hx-replace-url"] == "/deals/board/?shown=28"
    assert not part.has("#more-NEW a")


async def test_filtered_by_owner(ada: Browser, api: SignedIn, signed_in: People) -> None:
    bob = await signed_in(name="Bob")
    await make_deal(api, title="Hers")
    await make_deal(bob, title="His")

    page = await ada.open(f"/deals/board/?owner={bob.user_id}")

    assert titles(page, "NEW") == ["His"]
    assert head(page, "NEW") == "New 1 €100"


async def test_the_board_is_narrowed_and_counted_for_what_is_left(
    ada: Browser, api: SignedIn
) -> None:
    client = await make_client(api, name="Navy")
    await make_deal(api, title="Solar roof", client_id=client["id"], amount="10")
    await make_deal(api, title="Solar park", client_id=client["id"], amount="99")
    await make_deal(api, title="Solar roof")

    page = await ada.open(f"/deals/board/?search=solar&client={client['id']}&amount_min=50")

    assert titles(page, "NEW") == ["Solar park"]
    assert head(page, "NEW") == "New 1 €99"
    assert page.one(".chosen > span").text == "Navy"
    assert page.one(".chosen a").attrs["href"] == "/deals/board/?search=solar&amount_min=50"
    assert page.one(".filter-count").text == "1"


async def test_mine_is_whoever_looks(ada: Browser, api: SignedIn, signed_in: People) -> None:
    await make_deal(await signed_in(name="Bob"), title="His")
    await make_deal(api, title="Hers")

    assert titles(await ada.open("/deals/board/?owner=@me"), "NEW") == ["Hers"]


async def test_what_is_narrowed_stays_so_when_more_is_shown(ada: Browser, api: SignedIn) -> None:
    await many_deals(api, 28)
    await make_deal(api, title="Other")
    page = await ada.open("/deals/board/?search=deal")

    part = await ada.open(
        page.one("#more-NEW a").attrs["hx-get"],
        ON_BOARD | {"hx-target": "div#more-NEW", "hx-current-url": f"{BOARD}?search=deal"},
    )

    assert len(part.all(".kanban-card")) == 14
    assert part.headers["hx-replace-url"] == "/deals/board/?search=deal&shown=28"


async def test_a_client_is_picked_for_the_board(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api, name="Grace Hopper")
    await make_client(api, name="Alan Turing")
    board = await ada.open("/deals/board/?owner=@me")

    found = await ada.submit_get(board, "#client-picker form", search="grace")

    links = [link.attrs["href"] for link in found.all("#client-picker-found a")]
    assert links == [f"/deals/board/?owner=%40me&client={client['id']}"]


async def test_clients_to_pick_from_say_that_there_are_more(
    ada: Browser, api: SignedIn, database: asyncpg.Connection
) -> None:
    await add_clients(database, api.user_id, 11)
    board = await ada.open("/deals/board/")

    found = await ada.submit_get(board, "#client-picker form")

    assert len(found.all("#client-picker-found a")) == 10
    assert "And more: type on" in found.one("#client-picker-found").text


async def test_a_card_says_what_comes_next(ada: Browser, api: SignedIn) -> None:
    today = datetime.now(UTC).date()
    for days, said in ((-1, "overdue"), (0, "due today"), (7, "Next step on"), (None, "without")):
        deal = await make_deal(api, title=said)
        due = None if days is None else str(today + timedelta(days=days))
        await make_task(api, client_id=deal["client_id"], deal_id=deal["id"], due_date=due)
    await make_deal(api, title="No next step")
    await make_deal(api, title="Won", status="WON")

    page = await ada.open("/deals/board/")

    told = {
        card.attrs["data-label"]: [
            (mark.attrs["data-tone"], mark.select_one(".sr-only").text)
            for mark in card.select(".signal")
        ]
        for card in page.all(".kanban-card")
    }
    tones = {said: marks[0][0] for said, marks in told.items() if marks}
    assert tones == {
        "overdue": "danger",
        "due today": "warning",
        "Next step on": "success",
        "without": "success",
        "No next step": "neutral",
    }
    assert all(said in marks[0][1] for said, marks in told.items() if marks)
    assert told["Won"] == []


async def test_a_card_that_waits_too_long_says_why(
    ada: Browser, api: SignedIn, database: asyncpg.Connection
) -> None:
    for days, status in ((13, "NEW"), (14, "NEW"), (20, "IN_PROGRESS"), (90, "WON")):
        deal = await make_deal(api, title=f"{status} {days}", status=status)
        await database.execute(
            "UPDATE deals SET updated_at = now() - make_interval(days => $2) WHERE id = $1",
            deal["id"],
            days,
        )

    page = await ada.open("/deals/board/")

    rotten = [card for card in page.all(".kanban-card") if "No change" in card.text]
    assert [card.attrs["data-label"] for card in rotten] == ["NEW 14"]
    assert "No change for 14 days" in rotten[0].text


async def test_the_board_costs_two_calls_and_a_part_one(
    ada: Browser, api: SignedIn, wire: Wire
) -> None:
    await make_deal(api)
    wire.calls.clear()

    await ada.open("/deals/board/")
    assert sorted(wire.calls) == ["GET /deals/board", "GET /users/"]
    wire.calls.clear()
    await ada.open("/deals/board/", ON_BOARD)
    assert wire.calls == ["GET /deals/board"]
