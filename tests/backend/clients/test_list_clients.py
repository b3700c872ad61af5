"""Listing clients."""

import asyncpg

from tests.support.builders import make_client, make_deal
from tests.support.bulk import add_clients
from tests.support.pages import page_of
from tests.support.people import People, SignedIn

CLIENTS = "/api/v1/clients"


async def test_the_newest_come_first(api: SignedIn) -> None:
    made = [await make_client(api) for _ in range(3)]

    page = await page_of(api, CLIENTS)

    assert page == {
        "items": made[::-1],
        "total": 3,
        "total_is_exact": True,
        "limit": 50,
        "offset": 0,
        "next_cursor": None,
    }


async def test_by_owner(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in()
    hers = await make_client(ann)
    await make_client(api)

    page = await page_of(api, CLIENTS, owner=ann.user_id)

    assert ([item["id"] for item in page["items"]], page["total"]) == ([hers["id"]], 1)


async def test_names_sort_without_case_and_accents(api: SignedIn) -> None:
    for name in ("zebra", "Älpler", "alpha", "Beta", "Émile"):
        await make_client(api, name=name)

    page = await page_of(api, CLIENTS, sort="name")

    names = [item["name"] for item in page["items"]]
    assert names == ["alpha", "Älpler", "Beta", "Émile", "zebra"]


async def test_the_total_of_a_long_list_is_exact(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    await add_clients(database, api.user_id, 1500)

    page = await page_of(api, CLIENTS, limit=10, offset=1495)

    assert (page["total"], page["total_is_exact"], len(page["items"])) == (1500, True, 5)


async def test_a_page_costs_one_query(api: SignedIn, queries: list[str]) -> None:
    for _ in range(3):
        await make_client(api)
    queries.clear()

    await page_of(api, CLIENTS)

    assert len(queries) == 1


async def test_a_search_costs_one_query(api: SignedIn, queries: list[str]) -> None:
    await make_client(api, name="Acme")
    queries.clear()

    await page_of(api, CLIENTS, search="acme", owner=api.user_id, sort="company")

    assert len(queries) == 1


async def test_one_client_costs_one_query(api: SignedIn, queries: list[str]) -> None:
    client = await make_client(api)
    queries.clear()

    await api.get(f"{CLIENTS}/{client['id']}")

    assert len(queries) == 1


async def test_an_empty_page_far_out_still_has_its_total(api: SignedIn) -> None:
    await make_client(api)

    page = await page_of(api, CLIENTS, offset=10_000)

    assert (page["items"], page["total"]) == ([], 1)


async def test_those_that_were_made_lately(api: SignedIn, database: asyncpg.Connection) -> None:
    old, new = await make_client(api), await make_client(api)
    aged = "UPDATE clients SET created_at = now() - interval '10 days' WHERE id = $1"
    await database.execute(aged, old["id"])

    lately = await page_of(api, "/api/v1/clients", created_within=7)
    longer = await page_of(api, "/api/v1/clients", created_within=30)

    assert [client["id"] for client in lately["items"]] == [new["id"]]
    assert longer["total"] == 2


async def test_those_with_and_without_open_deals(api: SignedIn) -> None:
    open_one, won, trashed, none = [await make_client(api, name=f"C{n}") for n in range(4)]
    await make_deal(api, client_id=open_one["id"])
    await make_deal(api, client_id=won["id"], status="WON")
    gone = await make_deal(api, client_id=trashed["id"])
    await api.delete(f"/api/v1/deals/{gone['id']}")

    with_deals = await page_of(api, "/api/v1/clients", open_deals="true", sort="name")
    without = await page_of(api, "/api/v1/clients", open_deals="false", sort="name")

    assert [client["id"] for client in with_deals["items"]] == [open_one["id"]]
    assert [c["id"] for c in without["items"]] == [won["id"], trashed["id"], none["id"]]
