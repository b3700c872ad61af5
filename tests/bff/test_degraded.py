"""The backend is away: pages go on from what was last known, to each person their own."""

import asyncio
import re

import pytest

from tests.bff.browser import HTMX, Browser
from tests.bff.conftest import SignIn
from tests.bff.wire import Wire
from tests.support.builders import make_client, make_deal
from tests.support.people import SignedIn

AWAY = "The server cannot be reached. What you see is from"


async def test_a_page_seen_before_is_shown_with_its_time(
    ada: Browser, api: SignedIn, wire: Wire
) -> None:
    await make_client(api, name="Grace Hopper")
    await ada.open("/clients/")

    wire.is_cut = True
    page = await ada.open("/clients/")

    assert page.status == 200
    assert "Grace Hopper" in page.text
    assert re.search(AWAY + r" \d+:\d\d", page.text)


async def test_nothing_can_be_changed_on_it(ada: Browser, api: SignedIn, wire: Wire) -> None:
    client = await make_client(api)
    path = f"/clients/{client['id']}"
    await ada.open(path)

    wire.is_cut = True
    page = await ada.open(path)

    assert AWAY in page.text
    assert not page.has(f"a[href='{path}/edit/']")
    buttons = page.all(f"form[action^='{path}/'] button")
    assert buttons
    assert all("disabled" in button.attrs for button in buttons)


async def test_when_the_backend_is_back_so_is_everything(
    ada: Browser, api: SignedIn, wire: Wire
) -> None:
    await ada.open("/clients/")
    wire.is_cut = True
    await ada.open("/clients/")
    await make_client(api, name="New meanwhile")

    wire.is_cut = False
    page = await ada.open("/clients/")

    assert "New meanwhile" in page.text
    assert AWAY not in page.text


async def test_a_part_of_a_page_corrects_the_banner_round_it(ada: Browser, wire: Wire) -> None:
    await ada.open("/clients/")
    wire.is_cut = True
    away = await ada.part("/clients/")
    wire.is_cut = False
    back = await ada.part("/clients/")

    assert AWAY in away.one("hx-partial[hx-target='#banner']").text
    assert back.one("hx-partial[hx-target='#banner']").text == ""


async def test_a_page_never_seen_says_so(ada: Browser, wire: Wire) -> None:
    wire.is_cut = True

    page = await ada.open("/deals/board/")
    part = await ada.part("/deals/board/")

    assert (page.status, part.status) == (503, 503)
    assert "The server cannot be reached" in page.text
    assert page.headers["retry-after"] == "5"
    assert part.has("hx-partial[hx-target='#toaster']")


@pytest.mark.slow
async def test_nobody_sees_what_another_saw(
    ada: Browser, api: SignedIn, at_work: SignIn, wire: Wire
) -> None:
    bob = await at_work(email="bob@foyer.test", name="Bob")
    client = await make_client(api, name="Marker of Ada")
    await make_deal(api, client_id=client["id"], title="Marker of Ada")
    paths = ["/clients/", "/clients/?search=Marker", f"/clients/{client['id']}", "/deals/board/"]
    for path in paths:
        assert "Marker of Ada" in (await ada.open(path)).text

    wire.is_cut = True
    for path in paths:
        for headers in ({}, HTMX):
            assert "Marker of Ada" not in (await bob.open(path, headers)).html
            assert "Marker of Ada" in (await ada.open(path, headers)).html


@pytest.mark.slow
async def test_interleaved_readers_get_their_own_pages(
    ada: Browser, at_work: SignIn, wire: Wire
) -> None:
    bob = await at_work(email="bob@foyer.test", name="Bob Bobson")
    cut = [False, True] * 10

    for is_cut in cut:
        wire.is_cut = is_cut
        hers, his = await asyncio.gather(ada.open("/clients/"), bob.open("/clients/"))
        assert "Ada Admin" in hers.html
        assert "Bob Bobson" not in hers.html.replace("Bob Bobson</option>", "")
        assert "Bob Bobson" in his.html


async def test_signing_out_forgets_what_was_shown(ada: Browser, api: SignedIn, wire: Wire) -> None:
    await make_client(api, name="Grace Hopper")
    await ada.open("/clients/?search=Grace")
    await ada.sign_out()
    await ada.sign_in(api.user["email"])

    wire.is_cut = True
    page = await ada.open("/clients/?search=Grace")

    assert page.status == 503
    assert "Grace Hopper" not in page.html


async def test_what_was_typed_is_not_lost(ada: Browser, wire: Wire) -> None:
    form = await ada.open("/clients/new/")

    wire.is_cut = True
    page = await ada.submit(form, "form[action='/clients/new/']", name="Typed with care")

    assert page.fields("form[action='/clients/new/']")["name"] == "Typed with care"
    assert "Nothing was saved" in page.text


async def test_signing_in_says_try_again(guest: Browser, api: SignedIn, wire: Wire) -> None:
    wire.is_cut = True

    page = await guest.sign_in(api.user["email"])

    assert page.status == 503
    assert "Please try again in a moment" in page.text


async def test_signing_out_works_while_the_backend_is_away(ada: Browser, wire: Wire) -> None:
    await ada.open("/clients/")
    wire.is_cut = True

    page = await ada.sign_out()

    assert page.path == "/login/"
    assert ada.cookie("session") == ""


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
async def test_health_is_told_without_the_backend(guest: Browser, wire: Wire, path: str) -> None:
    wire.is_cut = True

    answer = await guest.http.get(path)

    assert answer.status_code == 200
    if path == "/readyz":
        assert answer.json() == {
            "status": "degraded",
            "checks": {"redis": "ok", "backend": "away"},
        }


async def test_a_board_from_memory_is_only_looked_at(
    ada: Browser, api: SignedIn, wire: Wire
) -> None:
    await make_deal(api, title="Renewal")
    await ada.open("/deals/board/")

    wire.is_cut = True
    page = await ada.open("/deals/board/")

    assert page.one(".kanban-card").attrs["data-label"] == "Renewal"
    assert not page.has("[data-kanban], .card-handle, form[data-move]")
    assert page.one(".banner a").attrs["href"] == "/deals/board/"
