"""Everybody chooses what the list shows, and is remembered."""

from tests.bff.browser import Browser, Page
from tests.support.builders import make_client
from tests.support.people import SignedIn

PICKER = "form[action='/columns/']"


def heads(page: Page) -> list[str]:
    return [head.text.strip() for head in page.all("#clients th:not([data-box])")]


async def choose(browser: Browser, page: Page, *columns: str) -> Page:
    fields: dict[str, str | list[str]] = dict(page.fields(PICKER)) | {"columns": list(columns)}
    return Page(await browser.http.post("/columns/", data=fields, headers=browser.own))


async def test_what_was_chosen_is_shown_from_then_on(ada: Browser, api: SignedIn) -> None:
    await make_client(api, notes="Likes tea")
    page = await ada.open("/clients/?search=client")
    assert heads(page) == ["Name", "Company", "Phone", "Owner", "Updated"]

    chosen = await choose(ada, page, "notes", "company")

    assert chosen.path == "/clients/?search=client"
    assert heads(chosen) == ["Name", "Company", "Notes"]
    assert "Likes tea" in chosen.one("#clients tbody").text
    assert heads(await ada.open("/clients/")) == ["Name", "Company", "Notes"]
    ticked = [box.attrs["value"] for box in chosen.all(f"{PICKER} input[checked]")]
    assert ticked == ["company", "notes"]


async def test_the_name_is_always_there(ada: Browser, api: SignedIn) -> None:
    await make_client(api)

    assert heads(await choose(ada, await ada.open("/clients/"))) == ["Name"]


async def test_a_part_shows_the_same_columns(ada: Browser, api: SignedIn) -> None:
    await make_client(api)
    await choose(ada, await ada.open("/clients/"), "phone")

    assert heads(await ada.part("/clients/", target="div#clients")) == ["Name", "Phone"]


async def test_only_names_of_columns_and_lists_are_taken(ada: Browser) -> None:
    page = await ada.open("/clients/")

    hostile = await choose(ada, page, "company; path=/")
    elsewhere = await ada.send("/columns/", page.fields(PICKER) | {"path": "//evil.example"})

    assert [hostile.status, elsewhere.status] == [400, 400]
