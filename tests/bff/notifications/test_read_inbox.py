"""The inbox: who gave me what, read or not, and what I want to be told."""

from collections.abc import AsyncIterator

import pytest
from litestar import Litestar

from tests.bff.browser import Browser, Page
from tests.support.builders import make_client, make_deal, make_task
from tests.support.people import People, SignedIn

INBOX = "/notifications/"
BELL = "/notifications/bell/"
SETTINGS = "/settings/notifications/"


@pytest.fixture
async def ann(signed_in: People) -> SignedIn:
    return await signed_in(email="ann@foyer.test", name="Ann")


@pytest.fixture
async def at_desk(bff_app: Litestar, ann: SignedIn) -> AsyncIterator[Browser]:
    """Ann's browser."""
    async with Browser(bff_app) as browser:
        await browser.sign_in(ann.user["email"])
        yield browser


def told(page: Page) -> list[str]:
    return [" ".join(" ".join(one.stripped_strings).split()) for one in page.all(".notices > li")]


async def test_it_says_who_gave_what_and_leads_there(
    api: SignedIn, ann: SignedIn, at_desk: Browser
) -> None:
    client = await make_client(api, name="Navy")
    deal = await make_deal(api, client_id=client["id"], title="Compiler", owner_id=ann.user_id)
    await make_task(
        api,
        client_id=client["id"],
        deal_id=deal["id"],
        title="Call",
        due_date="2026-12-24",
        assigned_to=ann.user_id,
    )

    inbox = await at_desk.open(INBOX)
    task, first = told(inbox)
    opened = await at_desk.submit(inbox, ".notices > li:last-child form[action$='/open/']")

    assert first.startswith("Ada Admin gave you the deal Compiler Unread Navy · ")
    assert task.startswith("Ada Admin gave you the task Call Unread Navy · Compiler · due Dec 24")
    assert opened.path == f"/deals/{deal['id']}"
    assert len(told(await at_desk.open(INBOX))) == 1
    everything = told(await at_desk.open(f"{INBOX}?show=all"))
    assert [("Unread" in each) for each in everything] == [True, False]


async def test_one_is_marked_read_where_it_stands(
    api: SignedIn, ann: SignedIn, at_desk: Browser
) -> None:
    await make_client(api, owner_id=ann.user_id)
    everything = await at_desk.open(f"{INBOX}?show=all")

    page = await at_desk.submit(everything, ".notices form[action$='/read/']")

    assert page.path == f"{INBOX}?show=all"
    assert not page.has(".notices form[action$='/read/']")


async def test_all_are_marked_read_but_what_came_since(
    api: SignedIn, ann: SignedIn, at_desk: Browser
) -> None:
    await make_client(api, owner_id=ann.user_id)
    await make_client(api, owner_id=ann.user_id)
    shown = await at_desk.open(INBOX)
    await make_client(api, name="Meanwhile", owner_id=ann.user_id)

    page = await at_desk.submit(shown, "form[action='/notifications/read/']")

    assert "2 marked read." in page.text
    (left,) = told(page)
    assert "Meanwhile" in left


async def test_an_empty_one_says_what_it_is_for(at_desk: Browser) -> None:
    page = await at_desk.open(INBOX)

    assert "Nothing unread" in page.text
    assert not page.has("form[action='/notifications/read/']")
    assert "No notifications yet" in (await at_desk.open(f"{INBOX}?show=all")).text


async def test_long_ones_have_pages(
    api: SignedIn, ann: SignedIn, at_desk: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bff.notifications.routes.PAGE", 1)
    for name in ("First", "Last"):
        await make_client(api, name=name, owner_id=ann.user_id)

    newest = await at_desk.open(INBOX)
    older = await at_desk.open(newest.one(".pagination a[rel=next]").attrs["href"])

    assert "Last" in told(newest)[0]
    assert "First" in told(older)[0]
    assert older.one(".pagination a[rel=prev]").attrs["href"] == INBOX


async def test_the_bell_counts_what_is_unread(
    api: SignedIn, ann: SignedIn, at_desk: Browser
) -> None:
    silent = await at_desk.part(BELL)
    await make_client(api, owner_id=ann.user_id)
    await make_client(api, owner_id=ann.user_id)

    rings = await at_desk.part(BELL)

    assert not silent.has(".bell-count")
    assert rings.one(".bell-count").text == "2"
    assert rings.one("#bell").attrs["aria-label"] == "2 unread notifications"
    assert not rings.has(".toast")  # a page that has just come is no news


async def test_what_came_since_is_told_once_and_together(
    api: SignedIn, ann: SignedIn, at_desk: Browser
) -> None:
    await make_client(api, owner_id=ann.user_id)
    known = (await at_desk.part(BELL)).one("#bell").attrs["data-live-url"]
    client = await make_client(api, name="Navy", owner_id=ann.user_id)

    one = await at_desk.part(known)
    await make_client(api, owner_id=ann.user_id)
    two = await at_desk.part(known)
    none = await at_desk.part(two.one("#bell").attrs["data-live-url"])

    assert "Ada Admin gave you the client Navy" in one.html
    assert f'href="/clients/{client["id"]}"' in one.html
    assert "2 new notifications" in two.html
    assert "toast" not in none.html


async def test_a_kind_that_is_switched_off_is_not_told(
    api: SignedIn, ann: SignedIn, at_desk: Browser
) -> None:
    settings = await at_desk.open(SETTINGS)

    page = await at_desk.submit(settings, "#tell-client_assigned-inbox")

    assert stands(page, "client_assigned-inbox") == "false"
    assert stands(page, "client_assigned-mail") == "true"
    await make_client(api, owner_id=ann.user_id)
    assert "Nothing unread" in (await at_desk.open(INBOX)).text


async def test_two_tabs_turn_different_switches(at_desk: Browser) -> None:
    """The second one was drawn before the first was turned: it is shown how things are."""
    settings = await at_desk.open(SETTINGS)
    await at_desk.submit(settings, "#tell-client_assigned-inbox")

    page = await at_desk.submit(settings, "#tell-deal_assigned-inbox")

    assert stands(page, "client_assigned-inbox") == "false"
    assert stands(page, "deal_assigned-inbox") == "true"


def stands(page: Page, switch: str) -> str:
    return str(page.one(f"#tell-{switch} [role=switch]").attrs["aria-checked"])


async def test_somebody_elses_is_not_there(
    api: SignedIn, ann: SignedIn, at_desk: Browser, ada: Browser
) -> None:
    await make_client(api, owner_id=ann.user_id)
    form = ".notices form[action$='/open/']"
    action = (await at_desk.open(INBOX)).one(form).attrs["action"]

    page = await ada.send(action, {"csrf_token": await ada.token()})

    assert page.status == 404
