"""Moving a deal on the board."""

import asyncio
import random

import pytest

from tests.support.builders import activity_of, make_client, make_deal
from tests.support.pages import page_of, pointers
from tests.support.people import Json, People, SignedIn

DEALS = "/api/v1/deals"


async def column_of(api: SignedIn, status: str) -> list[str]:
    """The titles of a column, from its top."""
    board = await page_of(api, f"{DEALS}/board", limit=200)
    return [
        card["title"]
        for column in board["columns"]
        for card in column["items"]
        if column["status"] == status
    ]


async def open_deals(api: SignedIn, titles: str, **fields: object) -> dict[str, Json]:
    """One for each letter, in one column, the first on top."""
    client_id = (await make_client(api))["id"]
    return {
        title: await make_deal(api, client_id=client_id, title=title, **fields)
        for title in reversed(titles)
    }


async def move(api: SignedIn, deal: Json, **body: object) -> Json:
    answer = await api.post(f"{DEALS}/{deal['id']}/move", json=body)
    assert answer.status_code == 200, answer.text
    moved: Json = answer.json()
    return moved


@pytest.mark.parametrize(
    ("after", "order"), [(None, "dabc"), ("a", "adbc"), ("b", "abdc"), ("c", "abcd")]
)
async def test_to_any_place_in_its_column(api: SignedIn, after: str | None, order: str) -> None:
    deals = await open_deals(api, "abcd")

    await move(api, deals["d"], status="NEW", after=deals[after]["id"] if after else None)

    assert await column_of(api, "NEW") == list(order)


async def test_to_another_column(api: SignedIn) -> None:
    deals = await open_deals(api, "abc")
    others = await open_deals(api, "xy", status="IN_PROGRESS")

    await move(api, deals["b"], status="IN_PROGRESS", after=others["x"]["id"])

    assert await column_of(api, "NEW") == ["a", "c"]
    assert await column_of(api, "IN_PROGRESS") == ["x", "b", "y"]


async def test_it_is_written_down_once(api: SignedIn) -> None:
    deal = await make_deal(api)

    moved = await move(api, deal, status="WON")

    entry, _created = await activity_of(api, deal["id"])
    assert (entry["action"], moved["version"]) == ("moved", 2)
    assert entry["payload"]["changes"] == {
        "status": ["NEW", "WON"],
        "closed_at": [None, moved["closed_at"]],
    }


async def test_closing_sets_the_time_and_reopening_clears_it(api: SignedIn) -> None:
    deal = await make_deal(api)

    lost = await move(api, deal, status="LOST", lost_reason="too dear")
    reordered = await move(api, deal, status="LOST")
    reopened = await move(api, deal, status="NEW")

    assert (lost["lost_reason"], lost["closed_at"] is not None) == ("too dear", True)
    assert (reordered["lost_reason"], reordered["closed_at"]) == ("too dear", lost["closed_at"])
    assert (reopened["lost_reason"], reopened["closed_at"]) == ("", None)


async def test_from_lost_to_won_is_closed_anew(api: SignedIn) -> None:
    deal = await make_deal(api, status="LOST", lost_reason="too dear")

    won = await move(api, deal, status="WON")

    assert won["lost_reason"] == ""
    assert won["closed_at"] > deal["closed_at"]


async def test_only_a_lost_one_has_a_reason(api: SignedIn) -> None:
    deal = await make_deal(api)

    answer = await api.post(
        f"{DEALS}/{deal['id']}/move", json={"status": "WON", "lost_reason": "x"}
    )

    assert (answer.status_code, pointers(answer.json())) == (400, ["/lost_reason"])


async def test_not_below_a_card_that_has_left(api: SignedIn) -> None:
    deals = await open_deals(api, "abc")
    await move(api, deals["a"], status="WON")

    answer = await api.post(
        f"{DEALS}/{deals['c']['id']}/move", json={"status": "NEW", "after": deals["a"]["id"]}
    )

    assert answer.status_code == 409
    assert await column_of(api, "NEW") == ["b", "c"]


async def test_not_below_a_card_in_the_trash(api: SignedIn) -> None:
    deals = await open_deals(api, "ab")
    await api.delete(f"{DEALS}/{deals['a']['id']}")

    answer = await api.post(
        f"{DEALS}/{deals['b']['id']}/move", json={"status": "NEW", "after": deals["a"]["id"]}
    )

    assert answer.status_code == 409


async def test_not_below_itself(api: SignedIn) -> None:
    deal = await make_deal(api)

    answer = await api.post(
        f"{DEALS}/{deal['id']}/move", json={"status": "NEW", "after": deal["id"]}
    )

    assert answer.status_code == 409


async def test_a_stale_move_answers_the_current_record(api: SignedIn) -> None:
    deal = await make_deal(api)
    current = await move(api, deal, status="WON")

    answer = await api.post(
        f"{DEALS}/{deal['id']}/move", json={"status": "LOST"}, headers={"If-Match": '"1"'}
    )

    assert (answer.status_code, answer.json()["current"]) == (412, current)


async def test_a_trashed_one_is_restored_first(api: SignedIn) -> None:
    deal = await make_deal(api)
    await api.delete(f"{DEALS}/{deal['id']}")

    answer = await api.post(f"{DEALS}/{deal['id']}/move", json={"status": "WON"})

    assert (answer.status_code, answer.json()["trashed_id"]) == (409, deal["id"])


async def test_only_by_its_owner(api: SignedIn, signed_in: People) -> None:
    deal = await make_deal(api)
    ann = await signed_in()

    answer = await ann.post(f"{DEALS}/{deal['id']}/move", json={"status": "WON"})

    assert answer.status_code == 403


async def test_twenty_at_once_lose_nothing(api: SignedIn) -> None:
    deals = list((await open_deals(api, "abcdefghijklmnopqrst")).values())
    target = await make_deal(api, title="target", status="WON")
    body = {"status": "WON", "after": target["id"]}

    answers = await asyncio.gather(
        *(api.post(f"{DEALS}/{deal['id']}/move", json=body) for deal in deals)
    )

    assert {answer.status_code for answer in answers} == {200}
    won = await page_of(api, DEALS, status="WON", sort="rank")
    assert won["items"][0]["id"] == target["id"]
    assert {item["id"] for item in won["items"][1:]} == {deal["id"] for deal in deals}
    assert len({item["rank"] for item in won["items"]}) == 21


async def test_one_card_moved_by_twenty_people_moves_twenty_times(api: SignedIn) -> None:
    deal = await make_deal(api)
    columns = ["NEW", "IN_PROGRESS", "WON", "LOST"] * 5

    answers = await asyncio.gather(
        *(api.post(f"{DEALS}/{deal['id']}/move", json={"status": to}) for to in columns)
    )

    assert sorted(answer.json()["version"] for answer in answers) == list(range(2, 22))
    assert len(await activity_of(api, deal["id"])) == 21


async def test_many_moves_always_land_where_they_were_dropped(api: SignedIn) -> None:
    deals = await open_deals(api, "abcdef")
    order, chance = list("abcdef"), random.Random(7)  # noqa: S311  # a repeatable walk

    for _ in range(60):
        order.remove(title := chance.choice(order))
        place = chance.randint(0, len(order))
        above = deals[order[place - 1]]["id"] if place else None
        await move(api, deals[title], status="NEW", after=above)
        order.insert(place, title)

    assert await column_of(api, "NEW") == order
