"""Looking at the board."""

import asyncpg

from tests.support.builders import make_client, make_deal
from tests.support.bulk import add_deals
from tests.support.pages import page_of, walk
from tests.support.people import People, SignedIn

DEALS = "/api/v1/deals"
BOARD = f"{DEALS}/board"


async def test_an_empty_one_has_every_column(api: SignedIn) -> None:
    board = await page_of(api, BOARD)

    statuses = [column["status"] for column in board["columns"]]
    assert statuses == ["NEW", "IN_PROGRESS", "WON", "LOST"]
    assert board["columns"][0] == {
        "status": "NEW",
        "count": 0,
        "sums": [],
        "items": [],
        "next_cursor": None,
    }


async def test_sums_are_by_currency(api: SignedIn) -> None:
    await make_deal(api, amount="0.10", currency="USD")
    await make_deal(api, amount="0.20", currency="USD")
    await make_deal(api, amount="5", currency="EUR")

    column = (await page_of(api, BOARD))["columns"][0]

    assert column["count"] == 3
    assert column["sums"] == [
        {"currency": "EUR", "amount": "5.00"},
        {"currency": "USD", "amount": "0.30"},
    ]


async def test_counts_speak_of_all_deals_not_of_the_loaded(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    client = await make_client(api)
    await add_deals(database, api.user_id, client["id"], 1234)

    column = (await page_of(api, BOARD, limit=5))["columns"][0]

    assert (column["count"], len(column["items"])) == (1234, 5)
    assert column["sums"] == [{"currency": "EUR", "amount": "12340.00"}]


async def test_a_column_goes_on_where_the_board_ends(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    client = await make_client(api)
    await add_deals(database, api.user_id, client["id"], 25)

    column = (await page_of(api, BOARD, limit=10))["columns"][0]
    rest = await walk(api, DEALS, status="NEW", sort="rank", limit=10, cursor=column["next_cursor"])

    titles = [card["title"] for card in [*column["items"], *rest]]
    assert titles == [f"Deal {number}" for number in range(1, 26)]


async def test_a_full_column_has_no_more(api: SignedIn) -> None:
    for _ in range(2):
        await make_deal(api)

    column = (await page_of(api, BOARD, limit=2))["columns"][0]

    assert (len(column["items"]), column["next_cursor"]) == (2, None)


async def test_of_one_owner(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in()
    hers = await make_deal(ann, amount="7")
    await make_deal(api, amount="100")

    column = (await page_of(api, BOARD, owner=ann.user_id))["columns"][0]

    assert [card["id"] for card in column["items"]] == [hers["id"]]
    assert (column["count"], column["sums"]) == (1, [{"currency": "EUR", "amount": "7.00"}])


async def test_filtered_it_counts_and_shows_what_is_left(api: SignedIn) -> None:
    client = await make_client(api)
    of_client = {"client_id": client["id"], "expected_close_date": "2030-01-31"}
    await make_deal(api, title="Solar roof", amount="10", **of_client)
    await make_deal(api, title="Solar park", amount="99", currency="USD", **of_client)
    await make_deal(api, title="Windmill", amount="10", **of_client)
    await make_deal(api, title="Solar roof", amount="10")

    board = await page_of(
        api, BOARD, search="solar", client=client["id"], amount_min="5", amount_max="99",
        close_from="2030-01-01", close_to="2030-01-31", owner=api.user_id,
    )  # fmt: skip

    column = board["columns"][0]
    assert [card["title"] for card in column["items"]] == ["Solar park", "Solar roof"]
    assert column["count"] == 2
    assert column["sums"] == [
        {"currency": "EUR", "amount": "10.00"},
        {"currency": "USD", "amount": "99.00"},
    ]


async def test_it_costs_two_queries(
    api: SignedIn, database: asyncpg.Connection, queries: list[str]
) -> None:
    client = await make_client(api)
    await add_deals(database, api.user_id, client["id"], 100)
    queries.clear()

    await page_of(api, BOARD)

    assert len(queries) == 2
