"""Changing many clients at once: the ticked ones, or all that the list finds, and back again."""

from collections.abc import Awaitable, Callable

import asyncpg
import httpx
import pytest

from bff import bulk
from tests.bff.browser import HTMX, TOAST, Browser, Page
from tests.bff.conftest import SignIn
from tests.bff.wire import Wire
from tests.support.builders import make_client, make_user
from tests.support.bulk import add_clients
from tests.support.pages import walk
from tests.support.people import Json, SignedIn

BAR, UNDO = "form#bulk", ".toaster form[action^='/undo/']"
GO_ON = "#bulk-progress form"
Change = Callable[..., Awaitable[Page]]


async def change(browser: Browser, page: Page, *ticked: Json, action: str, **said: str) -> Page:
    """Sends the bar as a browser does: with each ticked row, and the button that was pressed."""
    fields: dict[str, str | list[str]] = dict(page.fields(BAR))
    fields |= {"selected": [client["id"] for client in ticked], "action": action, **said}
    answer = await browser.http.post("/clients/bulk/", data=fields, headers=browser.own)
    return Page(answer)


async def companies(api: httpx.AsyncClient) -> dict[str, str]:
    return {c["name"]: c["company"] for c in await walk(api, "/api/v1/clients", limit=200)}


async def test_the_ticked_ones_are_deleted_and_come_back(ada: Browser, api: SignedIn) -> None:
    one, two, kept = [await make_client(api, name=name) for name in ("One", "Two", "Kept")]
    page = await ada.open("/clients/?sort=name")

    done = await change(ada, page, one, two, action="delete")
    assert done.path == "/clients/?sort=name"
    assert "Deleted: 2." in done.one(TOAST).text
    assert (await companies(api)).keys() == {kept["name"]}
    undone = await ada.submit(done, UNDO)

    assert undone.path == "/clients/?sort=name"
    assert "As before: 2." in undone.one(TOAST).text
    assert (await companies(api)).keys() == {"One", "Two", "Kept"}


async def test_they_get_a_company(ada: Browser, api: SignedIn) -> None:
    one, two = [await make_client(api, name=name) for name in ("One", "Two")]

    page = await change(ada, await ada.open("/clients/"), one, action="company", company="Acme")

    assert "Company changed: 1." in page.one(TOAST).text
    assert await companies(api) == {"One": "Acme", two["name"]: ""}


async def test_they_get_an_owner(ada: Browser, api: SignedIn) -> None:
    client, bob = await make_client(api), await make_user(api, full_name="Bob")

    page = await change(
        ada, await ada.open("/clients/"), client, action="assign", owner_id=bob["id"]
    )

    assert "Given away: 1." in page.one(TOAST).text
    assert "Bob" in page.one("#clients tbody").text


async def test_only_an_admin_is_asked_to_whom(ada: Browser, at_work: SignIn) -> None:
    bob = await at_work()

    assert (await ada.open("/clients/")).has(f"{BAR} select[name=owner_id]")
    assert not (await bob.open("/clients/")).has(f"{BAR} select[name=owner_id]")


async def test_all_that_were_found_are_changed_and_no_other(
    ada: Browser, api: SignedIn, database: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "PATIENCE", 60.0)  # all of it in one answer, on any machine
    await add_clients(database, api.user_id, 620, name="Roof")
    await add_clients(database, api.user_id, 60, name="Wall")
    page = await ada.open("/clients/?search=roof&owner=%40me")
    assert "All that were found: 620" in page.one("#bulk-reach").text

    done = await change(ada, page, action="company", company="Acme", everything="1")

    assert "Company changed: 620." in done.one(TOAST).text
    changed = await companies(api)
    assert {name for name, company in changed.items() if company} == {
        name for name in changed if name.startswith("Roof")
    }
    undone = await ada.submit(done, UNDO)
    assert "As before: 620." in undone.one(TOAST).text
    assert set((await companies(api)).values()) == {""}


class TestSlowly:
    @pytest.fixture(autouse=True)
    def impatient(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bulk, "PATIENCE", 0.0)

    async def test_it_says_how_far_it_is_and_goes_on(
        self, ada: Browser, api: SignedIn, database: asyncpg.Connection
    ) -> None:
        await add_clients(database, api.user_id, 620)
        page = await ada.open("/clients/")

        begun = await change(ada, page, action="delete", everything="1")
        again = await ada.send(
            "/clients/bulk/", begun.fields(GO_ON), HTMX | {"hx-target": "div#bulk-progress"}
        )

        assert "Deleted: 500." in begun.one("#bulk-progress").text
        assert begun.one(GO_ON).attrs["hx-trigger"] == "submit, load"
        assert again.headers["hx-location"] == "/clients/"
        assert "Deleted: 620." in (await ada.open("/clients/")).one(TOAST).text
        assert await companies(api) == {}

    async def test_a_portion_that_is_sent_twice_is_done_once(
        self, ada: Browser, api: SignedIn, database: asyncpg.Connection
    ) -> None:
        await add_clients(database, api.user_id, 620)
        page = await ada.open("/clients/")

        await change(ada, page, action="delete", everything="1")
        again = await change(ada, page, action="delete", everything="1")

        assert "Deleted: 500." in again.text
        assert len(await companies(api)) == 120

    async def test_the_backend_goes_away_in_between(
        self, ada: Browser, api: SignedIn, database: asyncpg.Connection, wire: Wire
    ) -> None:
        await add_clients(database, api.user_id, 620)
        begun = await change(ada, await ada.open("/clients/"), action="delete", everything="1")
        wire.is_cut = True

        halted = await ada.submit(begun, GO_ON)
        wire.is_cut = False
        done = await ada.submit(halted, GO_ON)

        assert "What was done so far stays done" in halted.one("[role=alert]").text
        assert "Deleted: 500." in halted.text
        assert halted.one(GO_ON).attrs["hx-trigger"] == "submit"
        assert "Deleted: 620." in done.one(TOAST).text


async def test_what_was_left_is_counted_and_explained(at_work: SignIn, api: SignedIn) -> None:
    bob = await at_work(name="Bob")
    foreign = await make_client(api)
    page = await bob.open("/clients/")

    told = await change(bob, page, foreign, action="delete")

    assert "Deleted: 0." in told.one(TOAST).text
    assert (
        "Left as they are: 1. Only the owner or an admin may change this record (1)"
        in told.one(TOAST).text
    )
    assert not told.has(UNDO)


async def test_what_was_changed_since_is_left_by_the_undo(ada: Browser, api: SignedIn) -> None:
    one, two = await make_client(api), await make_client(api)
    done = await change(
        ada, await ada.open("/clients/"), one, two, action="company", company="Acme"
    )
    await api.patch(f"/api/v1/clients/{two['id']}", json={"company": "By hand"})

    undone = await ada.submit(done, UNDO)

    assert "As before: 1." in undone.one(TOAST).text
    assert "The record has been changed since (1)" in undone.one(TOAST).text


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ("delete", "Select something first."),
        ("company", "Select something first."),
    ],
)
async def test_nothing_was_ticked(ada: Browser, action: str, sentence: str) -> None:
    page = await change(ada, await ada.open("/clients/"), action=action)

    assert sentence in page.one(TOAST).text


async def test_nothing_was_said(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api, company="Acme")

    page = await change(ada, await ada.open("/clients/"), client, action="company", company=" ")

    assert "Say first what to change it to." in page.one(TOAST).text
    assert set((await companies(api)).values()) == {"Acme"}


@pytest.mark.parametrize("said", [{"action": "burn"}, {"action": "delete", "selected": "7"}])
async def test_what_no_page_of_ours_sends_is_refused(
    ada: Browser, api: SignedIn, said: dict[str, str]
) -> None:
    client = await make_client(api)
    fields = (await ada.open("/clients/")).fields(BAR) | {"selected": client["id"]} | said

    assert (await ada.send("/clients/bulk/", fields)).status == 400


async def test_while_the_backend_is_away_there_is_no_bar(
    ada: Browser, api: SignedIn, wire: Wire
) -> None:
    await make_client(api)
    await ada.open("/clients/")
    wire.is_cut = True

    assert not (await ada.open("/clients/")).has(BAR)
