"""The trash: who deleted what, and the way back for one, some or all."""

from collections.abc import Awaitable, Callable

import pytest

from tests.bff.browser import TOAST, Browser, Page
from tests.bff.conftest import SignIn
from tests.support.builders import make_client, make_deal, make_task
from tests.support.pages import page_of
from tests.support.people import Json, SignedIn

BAR = "form#bulk"
Make = Callable[..., Awaitable[Json]]
KINDS: list[tuple[str, Make]] = [
    ("clients", make_client),
    ("deals", make_deal),
    ("tasks", make_task),
]


async def trashed(api: SignedIn, kind: str, make: Make, count: int) -> list[Json]:
    records = [await make(api) for _ in range(count)]
    for record in records:
        await api.delete(f"/api/v1/{kind}/{record['id']}")
    return records


async def restore(browser: Browser, page: Page, **said: str | list[str]) -> Page:
    fields: dict[str, str | list[str]] = {**page.fields(BAR), **said}
    address = page.one(BAR).attrs["action"]
    return Page(await browser.http.post(address, data=fields, headers=browser.own))


@pytest.mark.parametrize(("kind", "make"), KINDS)
async def test_the_ticked_ones_come_back(
    ada: Browser, api: SignedIn, kind: str, make: Make
) -> None:
    one, two, three = await trashed(api, kind, make, 3)
    page = await ada.open(f"/{kind}/trash/")
    assert page.one("#trash tbody").text.count("Ada Admin") == 6  # owner and deleter

    back = await restore(ada, page, selected=[one["id"], two["id"]])

    assert back.path == f"/{kind}/trash/"
    assert "Restored: 2." in back.one(TOAST).text
    assert [row.attrs["id"] for row in back.all("#trash [data-row]")] == [f"trashed-{three['id']}"]
    assert (await page_of(api, f"/api/v1/{kind}"))["total"] == 2


@pytest.mark.parametrize(("kind", "make"), KINDS)
async def test_all_that_were_found_come_back(
    ada: Browser, api: SignedIn, kind: str, make: Make
) -> None:
    field = "name" if kind == "clients" else "title"
    for word in ("Roof 1", "Roof 2", "Wall"):
        record = await make(api, **{field: word})
        await api.delete(f"/api/v1/{kind}/{record['id']}")

    back = await restore(ada, await ada.open(f"/{kind}/trash/?search=roof"), everything="1")

    assert "Restored: 2." in back.one(TOAST).text
    assert "Wall" in (await ada.open(f"/{kind}/trash/")).one("#trash tbody").text


async def test_the_one_whose_button_was_pressed_whatever_is_ticked(
    ada: Browser, api: SignedIn
) -> None:
    one, two = await trashed(api, "clients", make_client, 2)
    page = await ada.open("/clients/trash/")

    back = await restore(ada, page, only=one["id"], selected=two["id"], everything="1")

    assert "Restored: 1." in back.one(TOAST).text
    assert (await api.get(f"/api/v1/clients/{two['id']}")).json()["deleted_at"] is not None


async def test_a_restoring_can_be_undone(ada: Browser, api: SignedIn) -> None:
    (client,) = await trashed(api, "clients", make_client, 1)
    back = await restore(ada, await ada.open("/clients/trash/"), only=client["id"])

    again = await ada.submit(back, ".toaster form[action^='/undo/']")

    assert "As before: 1." in again.one(TOAST).text
    assert again.has(f"#trashed-{client['id']}")


async def test_it_is_searched(ada: Browser, api: SignedIn) -> None:
    await trashed(api, "clients", make_client, 1)

    found = await ada.part("/clients/trash/?search=zzz", target="div#trash")

    assert "Nothing found" in found.text
    assert not found.has("html[lang]")


async def test_it_is_empty(ada: Browser) -> None:
    page = await ada.open("/clients/trash/")

    assert "The trash is empty" in page.text
    assert "Select something first." in (await restore(ada, page)).one(TOAST).text


async def test_nobody_is_led_to_a_button_in_vain(at_work: SignIn, api: SignedIn) -> None:
    await trashed(api, "clients", make_client, 1)
    bob = await at_work(name="Bob")

    assert not (await bob.open("/clients/trash/")).has("#trash button[name=only]")


async def test_a_page_beyond_the_last_leads_to_the_first(ada: Browser) -> None:
    assert (await ada.open("/clients/trash/?offset=50")).path == "/clients/trash/"
