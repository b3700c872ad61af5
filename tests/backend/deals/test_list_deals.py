"""Listing and searching deals."""

import asyncpg
import pytest

from tests.support.builders import make_client, make_deal
from tests.support.bulk import add_deals
from tests.support.pages import page_of, pointers, walk
from tests.support.people import People, SignedIn

DEALS = "/api/v1/deals"


async def titles(api: SignedIn, **params: object) -> set[str]:
    return {item["title"] for item in await walk(api, DEALS, **params)}


async def test_filters_narrow_together(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in()
    client = await make_client(api)
    of_client = {"client_id": client["id"]}
    await make_deal(api, title="won 5", status="WON", amount="5.00", **of_client)
    await make_deal(api, title="won 10", status="WON", amount="10.00", **of_client)
    await make_deal(api, title="new 10", amount="10.00", **of_client)
    await make_deal(api, title="other client", status="WON", amount="7.00")
    await make_deal(ann, title="hers", status="WON", amount="7.00", **of_client)

    assert await titles(api, status="WON", client=client["id"], owner=api.user_id) == {
        "won 5",
        "won 10",
    }
    assert await titles(api, client=client["id"], amount_min="5.01", amount_max="10") == {
        "won 10",
        "new 10",
        "hers",
    }
    assert await titles(api, owner=ann.user_id) == {"hers"}


@pytest.mark.parametrize(
    ("params", "total"),
    [({"amount_min": "10"}, 3), ({"amount_max": "9.99"}, 0), ({"search": "deal"}, 3)],
)
async def test_filtered_totals_are_counted(
    api: SignedIn, database: asyncpg.Connection, params: dict[str, str], total: int
) -> None:
    client = await make_client(api)
    await add_deals(database, api.user_id, client["id"], 3)

    page = await page_of(api, DEALS, limit=1, **params)

    assert (page["total"], page["total_is_exact"]) == (total, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "won"),
        ("status", "MAYBE"),
        ("client", "7"),
        ("owner", "me"),
        ("amount_min", "-1"),
        ("amount_min", "NaN"),
        ("amount_max", "1e9"),
        ("amount_max", "１"),
        ("trashed", "perhaps"),
        ("sort", "password_hash"),
        ("sort", "-rank"),
        ("close_from", "soon"),
        ("count", "all"),
        ("colour", "red"),
    ],
)
async def test_a_parameter_that_does_not_fit_is_refused(
    api: SignedIn, name: str, value: str
) -> None:
    answer = await api.get(DEALS, params={name: value})

    assert (answer.status_code, pointers(answer.json())) == (400, [f"?{name}"])


@pytest.mark.parametrize("search", ["sölar", "SOLAR RO", "крыш", "EXT-7", "50%"])
async def test_titles_and_external_ids_are_searched(api: SignedIn, search: str) -> None:
    await make_deal(api, title="Solar roof Крыша 50%", external_id="ext-7")
    await make_deal(api, title="Windmill 50")

    assert await titles(api, search=search) == {"Solar roof Крыша 50%"}


async def test_deals_without_a_close_date_come_last(api: SignedIn) -> None:
    await make_deal(api, title="never")
    await make_deal(api, title="late", expected_close_date="2031-01-01")
    await make_deal(api, title="soon", expected_close_date="2030-01-01")

    page = await page_of(api, DEALS, sort="expected_close_date")

    assert [item["title"] for item in page["items"]] == ["soon", "late", "never"]
    page = await page_of(api, DEALS, sort="-expected_close_date")
    assert [item["title"] for item in page["items"]] == ["late", "soon", "never"]


async def test_expected_to_close_between_two_days(api: SignedIn) -> None:
    for day in ("2030-01-01", "2030-01-15", "2030-01-31", None):
        await make_deal(api, title=f"{day}", expected_close_date=day)

    assert await titles(api, close_from="2030-01-02", close_to="2030-01-31") == {
        "2030-01-15",
        "2030-01-31",
    }
    assert "None" not in await titles(api, close_from="2030-01-01")


async def test_a_page_costs_one_query(api: SignedIn, queries: list[str]) -> None:
    deal = await make_deal(api)
    queries.clear()

    await page_of(api, DEALS, status="NEW", client=deal["client_id"], search="deal", sort="amount")

    assert len(queries) == 1
