"""The feed: who did what to which record, narrowed, paged, and taken back."""

import pytest

from tests.bff.browser import TOAST, Browser, Page
from tests.bff.conftest import SignIn
from tests.support.builders import make_client, make_deal
from tests.support.people import People, SignedIn

FEED = "/activity/"


def told(page: Page) -> list[str]:
    return [" ".join(one.text.split()) for one in page.all(".timeline-what > span")]


async def test_it_says_who_did_what_to_which_record(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api, name="Navy")
    deal = await make_deal(api, client_id=client["id"], title="Compiler")
    await api.patch(f"/api/v1/deals/{deal['id']}", json={"amount": "75.00"})

    page = await ada.open(FEED)

    assert told(page)[:3] == [
        "Ada Admin changed Compiler Deal",
        "Ada Admin created Compiler Deal",
        "Ada Admin created Navy Client",
    ]
    assert page.one("h2 time").text == "Today"
    assert page.all(".timeline-what a")[0].attrs["href"] == f"/deals/{deal['id']}"
    assert "Amount" in page.one(".timeline-changes").text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=client", ["Ann created Army Client", "Ada Admin created Navy Client"]),
        ("person={ann}&kind=client&since=week", ["Ann created Army Client"]),
        ("record={navy}", ["Ada Admin created Navy Client"]),
        ("kind=task", []),
    ],
)
async def test_it_is_narrowed(
    ada: Browser, api: SignedIn, signed_in: People, query: str, shown: list[str]
) -> None:
    ann = await signed_in(email="ann@foyer.test", name="Ann")
    navy = await make_client(api, name="Navy")
    await make_client(ann, name="Army")

    page = await ada.open(f"{FEED}?{query.format(ann=ann.user_id, navy=navy['id'])}")

    assert told(page) == shown
    assert ("Nothing like that has happened" in page.text) is (shown == [])


async def test_one_record_has_a_way_back_to_all(ada: Browser, api: SignedIn) -> None:
    navy = await make_client(api, name="Navy")

    page = await ada.open(f"{FEED}?record={navy['id']}&kind=client")

    assert "Only Navy. Show everything" in page.text
    assert page.fields("form#filters")["record"] == navy["id"]


async def test_more_of_it_is_asked_for(
    ada: Browser, api: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bff.activity.routes.PAGE", 2)
    for name in ("First", "Second", "Third"):
        await make_client(api, name=name)

    page = await ada.open(f"{FEED}?kind=client")
    more = page.one("#feed-more a").attrs["href"]
    rest = await ada.part(more, target="feed-more")
    unscripted = await ada.open(more)

    assert told(page) == ["Ada Admin created Third Client", "Ada Admin created Second Client"]
    assert told(rest) == told(unscripted) == ["Ada Admin created First Client"]
    assert not rest.has("h2 time")  # it is the same day
    assert not rest.has("#feed-more")


async def test_what_is_new_is_counted_and_not_pushed_in(ada: Browser, api: SignedIn) -> None:
    await make_client(api)
    page = await ada.open(f"{FEED}?kind=client")
    asks = page.one("#feed-news").attrs["data-live-url"]
    await make_client(api)
    await make_deal(api, client_id=(await make_client(api))["id"])

    news = await ada.part(asks)
    feed = await ada.part(news.one("a").attrs["href"], target="feed")

    assert news.one("#feed-news").text.strip() == "2 new"
    assert len(told(feed)) == 3
    assert not (await ada.part(feed.one("#feed-news").attrs["data-live-url"])).has("a")


async def test_an_entry_is_taken_back(ada: Browser, api: SignedIn) -> None:
    navy = await make_client(api, name="Navy")
    await api.patch(f"/api/v1/clients/{navy['id']}", json={"name": "Army"})
    page = await ada.open(f"{FEED}?record={navy['id']}")
    undo = page.all("form[action$='/undo/']")[0].attrs["action"]

    after = await ada.submit(page, f"form[action='{undo}']")

    assert "Undone." in after.one(TOAST).text
    assert after.path == f"{FEED}?record={navy['id']}"
    assert (await api.get(f"/api/v1/clients/{navy['id']}")).json()["name"] == "Navy"


async def test_one_that_was_overtaken_says_by_whom(ada: Browser, api: SignedIn) -> None:
    navy = await make_client(api, name="Navy", phone="1")
    await api.patch(f"/api/v1/clients/{navy['id']}", json={"phone": "2"})
    page = await ada.open(f"{FEED}?record={navy['id']}")
    undo = page.all("form[action$='/undo/']")[0].attrs["action"]
    await api.patch(f"/api/v1/clients/{navy['id']}", json={"phone": "3"})

    after = await ada.submit(page, f"form[action='{undo}']")

    toast = after.one(TOAST).text
    assert "This has been changed since, so it stays as it is." in toast
    assert "Phone: by Ada Admin, " in toast
    assert "UTC" not in toast


async def test_undo_is_offered_only_where_it_may_be_done(
    api: SignedIn, at_work: SignIn, ada: Browser
) -> None:
    await make_client(api, name="Navy")
    ann = await at_work(email="ann@foyer.test", name="Ann")

    theirs = await ann.open(f"{FEED}?kind=client")
    users = await ada.open(f"{FEED}?kind=user")

    assert told(theirs) == ["Ada Admin created Navy Client"]
    assert not theirs.has("form[action$='/undo/']")
    assert not users.has("main form[action$='/undo/']")
