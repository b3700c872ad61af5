"""The deals as a table."""

import json

import pytest

from tests.bff.browser import HTMX, TOAST, Browser, Page
from tests.bff.wire import Wire
from tests.support.builders import make_client, make_deal
from tests.support.people import SignedIn


def names(page: Page) -> list[str]:
    return [cell.text for cell in page.all("#deal tbody a.row-link")]


async def test_the_list_is_empty_and_says_what_to_do(ada: Browser) -> None:
    page = await ada.open("/deals/")

    assert "No deals yet" in page.text
    assert page.one("#deals a[href='/deals/new/']").text == "New deal"


async def test_filters_narrow_and_the_part_is_the_same_as_in_the_page(
    ada: Browser, api: SignedIn
) -> None:
    client = await make_client(api)
    of_client = {"client_id": client["id"], "expected_close_date": "2030-01-31"}
    await make_deal(api, title="Solar roof", status="WON", amount="50", **of_client)
    await make_deal(api, title="Solar park", status="WON", amount="5", **of_client)
    await make_deal(api, title="Solar farm", amount="50", **of_client)
    await make_deal(api, title="Solar roof too", status="WON", amount="50")
    address = (
        f"/deals/?search=solar&status=WON&client={client['id']}&owner=@me"
        "&amount_min=10&amount_max=99&close_from=2030-01-01&close_to=2030-01-31"
    )

    page = await ada.open(address)
    part = await ada.part(address, target="div#deals")

    assert names(page) == names(part) == ["Solar roof"]
    assert str(part.one("#deals").html) == str(page.one("#deals").html)
    assert page.one("#field-status option[selected]").text == "Won"
    assert page.one(".filter-count").text == "4"


async def test_nothing_found_leads_back_to_all(ada: Browser, api: SignedIn) -> None:
    await make_deal(api)

    page = await ada.open("/deals/?search=zzz")

    assert "No deals found" in page.text
    assert page.one("#deals .empty a").attrs["href"] == "/deals/"


async def test_sorted_by_expected_close_both_ways_and_the_search_is_kept(
    ada: Browser, api: SignedIn
) -> None:
    for title, day in (("late", "2031-01-01"), ("never", None), ("soon", "2030-01-01")):
        await make_deal(api, title=title, expected_close_date=day, external_id=f"x-{title}")

    page = await ada.open("/deals/?search=x-&sort=expected_close_date")
    back = await ada.open(page.one("th[aria-sort=ascending] a").attrs["href"])

    assert names(page) == ["soon", "late", "never"]
    assert names(back) == ["late", "soon", "never"]
    assert back.path == "/deals/?sort=-expected_close_date&search=x-"


async def test_the_board_and_the_list_show_the_same_deals(ada: Browser) -> None:
    narrowed = "search=solar&owner=%40me&amount_min=10&close_to=2030-01-31"

    listed = await ada.open(f"/deals/?{narrowed}&status=WON&sort=title")
    board = await ada.open(listed.one("#deal-pages a:not([aria-current])").attrs["href"])

    assert board.path == f"/deals/board/?{narrowed}"
    assert board.one("#deal-pages a:not([aria-current])").attrs["href"] == f"/deals/?{narrowed}"


async def test_paging_shows_each_deal_once(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api)
    for number in range(60):
        await make_deal(api, title=f"Deal {number:02}", client_id=client["id"])

    first = await ada.open("/deals/?sort=title")
    second = await ada.open(first.one("a[rel=next]").attrs["href"])

    assert names(first) + names(second) == [f"Deal {number:02}" for number in range(60)]
    assert "1–50 of 60" in first.text
    assert second.one("a[rel=prev]").attrs["href"] == "/deals/?sort=title"


async def test_a_page_beyond_the_last_leads_to_the_first(ada: Browser, api: SignedIn) -> None:
    await make_deal(api, title="Renewal")

    page = await ada.open("/deals/?search=ren&offset=5000")

    assert page.path == "/deals/?search=ren"
    assert names(page) == ["Renewal"]


@pytest.mark.parametrize(
    "query",
    [
        *("sort=rank_me", "owner=me", "client=x", "status=MAYBE", "offset=10001"),
        *("amount_min=a", "close_to=soon", "search=" + "x" * 101),
    ],
)
async def test_an_address_that_is_not_ours_is_refused(ada: Browser, query: str) -> None:
    assert (await ada.open(f"/deals/?{query}")).status == 400


async def test_a_page_costs_two_calls_and_a_part_one(
    ada: Browser, api: SignedIn, wire: Wire
) -> None:
    await make_deal(api)
    wire.calls.clear()

    await ada.open("/deals/")
    assert sorted(wire.calls) == ["GET /deals/", "GET /views/frame"]
    wire.calls.clear()
    await ada.part("/deals/?search=x", target="div#deals")
    assert wire.calls == ["GET /deals/"]


async def test_the_address_says_only_what_is_asked(ada: Browser) -> None:
    from_form = HTMX | {"hx-source": "form#filters", "hx-target": "div#deals"}

    page = await ada.open("/deals/?search=x&owner=&status=&sort=-created_at", from_form)

    assert page.headers["hx-replace-url"] == "/deals/?search=x"
    assert page.one("#deal-pages a:not([aria-current])").attrs["href"] == "/deals/board/?search=x"


async def test_many_deals_are_moved_at_once_and_back(ada: Browser, api: SignedIn) -> None:
    for title in ("One", "Two", "Three"):
        await make_deal(api, title=title)
    page = await ada.open("/deals/?sort=title")
    ids = [box.attrs["value"] for box in page.all("tbody input[name=selected]")][:2]

    moved = await ada.submit(
        page, "#bulk", selected=",".join(ids), query="sort=title", action="status", status="WON"
    )
    assert "Moved: 2." in moved.one(TOAST).text
    assert names(await ada.open("/deals/?status=WON&sort=title")) == ["One", "Three"]
    await ada.submit(moved, f"{TOAST} form")

    assert names(await ada.open("/deals/?status=WON")) == []


async def test_all_that_the_filters_find_are_deleted_at_once(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api)
    for number in range(3):
        await make_deal(api, title=f"Solar {number}", client_id=client["id"], amount="50")
    await make_deal(api, title="Solar too small", client_id=client["id"], amount="5")
    page = await ada.open("/deals/?search=solar&amount_min=10")

    deleted = await ada.submit(
        page, "#bulk", query="search=solar&amount_min=10", everything="1", action="delete"
    )

    assert "Deleted: 3." in deleted.one(TOAST).text
    assert names(await ada.open("/deals/")) == ["Solar too small"]


@pytest.mark.parametrize("wrong", [{"action": "explode"}, {"action": "status", "status": "MAYBE"}])
async def test_a_change_that_there_is_not_is_refused(
    ada: Browser, api: SignedIn, wrong: dict[str, str]
) -> None:
    deal = await make_deal(api)
    page = await ada.open("/deals/")

    answer = await ada.submit(page, "#bulk", selected=deal["id"], query="", **wrong)

    assert answer.status == 400


async def test_a_column_that_is_rarely_wanted_is_shown(ada: Browser, api: SignedIn) -> None:
    await make_deal(api)

    page = await ada.open("/deals/?columns=amount.stage_since")

    heads = [" ".join(head.stripped_strings) for head in page.all("thead th")]
    assert heads[1:] == ["Title", "Amount", "In this stage since"]


async def test_what_is_listed_is_exported(ada: Browser, api: SignedIn) -> None:
    await make_deal(api, title="Roof", status="WON")
    await make_deal(api, title="Wall")

    page = await ada.open("/deals/?status=WON&amount_min=5")
    part = await ada.part("/deals/")

    export = page.fields("#export form")
    assert page.one("#export button").text == "Export this 1"
    assert export["entity"] == "deals"
    assert json.loads(export["filters"]) == {"status": "WON", "amount_min": "5"}
    assert part.one("hx-partial[hx-target='#export'] button").text == "Export these 2"
    assert (await ada.submit(page, "#export form")).path.startswith("/exports/")
