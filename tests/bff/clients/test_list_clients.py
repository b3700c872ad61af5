import asyncpg
import httpx
import pytest

from tests.bff.browser import HTMX, Browser, Page
from tests.bff.wire import Wire
from tests.support.builders import make_client, make_deal
from tests.support.people import People, SignedIn


def names(page: Page) -> list[str]:
    return [cell.text for cell in page.all("#clients tbody .person > span:last-child > span")]


async def test_the_list_is_empty_and_says_what_to_do(ada: Browser) -> None:
    page = await ada.open("/clients/")

    assert "No clients yet" in page.text
    assert page.one("#clients a[href='/clients/new/']").text == "New client"


async def test_a_search_finds_and_the_part_is_the_same_as_in_the_page(
    ada: Browser, api: SignedIn
) -> None:
    await make_client(api, name="Grace Hopper", company="Navy")
    await make_client(api, name="Alan Turing")

    page = await ada.open("/clients/?search=navy&owner=")
    part = await ada.part("/clients/?search=navy&owner=", target="section#clients")

    assert names(page) == names(part) == ["Grace Hopper"]
    assert page.one("input[name=search]").attrs["value"] == "navy"
    assert not part.has("html[lang]")
    assert str(part.one("#clients").html) == str(page.one("#clients").html)


async def test_nothing_found_is_told(ada: Browser, api: SignedIn) -> None:
    await make_client(api)

    assert "No clients found" in (await ada.open("/clients/?search=zzz")).text


async def test_filtered_by_owner(ada: Browser, api: SignedIn, signed_in: People) -> None:
    bob = await signed_in(email="bob@foyer.test", name="Bob")
    await make_client(api, name="Hers")
    await make_client(bob, name="His")

    page = await ada.open(f"/clients/?owner={bob.user_id}")

    assert names(page) == ["His"]
    assert page.one("select[name=owner] option[selected]").text == "Bob"


async def test_sorted_by_name_both_ways_and_the_search_is_kept(ada: Browser, api: SignedIn) -> None:
    for name in ("Bea", "Abe", "Cid"):
        await make_client(api, name=name, company="Same")

    page = await ada.open("/clients/?search=same&sort=name")
    assert names(page) == ["Abe", "Bea", "Cid"]
    back = await ada.open(page.one("th[aria-sort=ascending] a").attrs["href"])

    assert names(back) == ["Cid", "Bea", "Abe"]
    assert back.path == "/clients/?sort=-name&search=same"


async def test_paging_shows_each_client_once(ada: Browser, api: SignedIn) -> None:
    for number in range(60):
        await make_client(api, name=f"Client {number:02}")

    first = await ada.open("/clients/?sort=name")
    second = await ada.open(first.one("a[rel=next]").attrs["href"])

    assert names(first) + names(second) == [f"Client {number:02}" for number in range(60)]
    assert "1–50 of 60" in first.text
    assert "51–60 of 60" in second.text
    assert second.one("a[rel=prev]").attrs["href"] == "/clients/?sort=name"
    assert not second.has("a[rel=next][href]")


@pytest.mark.parametrize(
    "query", ["sort=password_hash", "owner=me", "offset=x", "offset=10001", "search=" + "x" * 101]
)
async def test_an_address_that_is_not_ours_is_refused(ada: Browser, query: str) -> None:
    assert (await ada.open(f"/clients/?{query}")).status == 400


async def test_a_page_costs_two_calls_and_a_part_one(
    ada: Browser, wire: Wire, api: httpx.AsyncClient
) -> None:
    await make_client(api)
    wire.calls.clear()

    await ada.open("/clients/")
    assert sorted(wire.calls) == ["GET /clients/", "GET /views/frame"]
    wire.calls.clear()
    await ada.part("/clients/?search=x", target="section#clients")
    assert wire.calls == ["GET /clients/"]


async def test_a_page_beyond_the_last_leads_to_the_first(ada: Browser, api: SignedIn) -> None:
    await make_client(api, name="Grace")

    page = await ada.open("/clients/?search=gra&offset=5000")

    assert page.path == "/clients/?search=gra"
    assert names(page) == ["Grace"]


async def test_the_address_says_only_what_is_asked(ada: Browser) -> None:
    from_form = HTMX | {"hx-source": "form#filters", "hx-target": "div#clients"}

    page = await ada.open("/clients/?search=x&owner=&sort=-created_at", from_form)

    assert page.headers["hx-replace-url"] == "/clients/?search=x"


async def test_filtered_by_when_they_came_and_whether_there_are_deals(
    ada: Browser, api: SignedIn, database: asyncpg.Connection
) -> None:
    old, new = await make_client(api, name="Old"), await make_client(api, name="New")
    aged = "UPDATE clients SET created_at = now() - interval '40 days' WHERE id = $1"
    await database.execute(aged, old["id"])
    await make_deal(api, client_id=new["id"])

    assert names(await ada.open("/clients/?created_within=30")) == ["New"]
    assert names(await ada.open("/clients/?open_deals=true")) == ["New"]
    without = await ada.open("/clients/?open_deals=false")
    assert names(without) == ["Old"]
    assert without.one("select[name=open_deals] option[selected]").text == "Without open deals"


async def test_a_filter_that_finds_nothing_offers_a_way_out(ada: Browser, api: SignedIn) -> None:
    await make_client(api)

    page = await ada.open("/clients/?search=zzz")

    assert page.one("#clients .empty a").attrs["href"] == "/clients/"
