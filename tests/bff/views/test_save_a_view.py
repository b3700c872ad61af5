"""Views as tabs above a list: saved from what it shows, shared, changed and deleted."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.bff.browser import HTMX, TOAST, Browser, Page
from tests.bff.conftest import SignIn
from tests.support.builders import make_client
from tests.support.pages import page_of
from tests.support.people import SignedIn

NEW, EDIT = "form[action='/views/new/']", "form[action$='/edit/']"
DELETE = "form[action^='/views/'][action$='/delete/']"
ROOFS = "/clients/?search=roof&owner=%40me&sort=name"


def tabs(page: Page) -> list[str]:
    return [" ".join(tab.text.split()) for tab in page.all(".view-tabs a")]


def current(page: Page) -> str:
    return " ".join(page.one(".view-tabs a[aria-current]").text.split())


async def form_of(browser: Browser, page: Page, url: str) -> Page:
    """What the button in the filters' form opens."""
    beside = {
        field.attrs["name"]: field.attrs["value"] for field in page.all("input[form=filters]")
    }
    filters = page.fields("form#filters") | beside | {"page": "clients"}
    query = "&".join(f"{name}={text.replace('@', '%40')}" for name, text in filters.items())
    return await browser.open(f"{url}?{query}")


async def save(browser: Browser, page: Page, **typed: str) -> Page:
    return await browser.submit(await form_of(browser, page, "/views/new/"), NEW, **typed)


async def test_what_the_list_shows_becomes_a_tab(ada: Browser, api: SignedIn) -> None:
    await make_client(api, name="Roof")
    await make_client(api, name="Wall")

    saved = await save(ada, await ada.open(ROOFS), name="My roofs")

    assert "My roofs saved." in saved.one(TOAST).text
    assert (tabs(saved), current(saved)) == (["All", "Mine", "My roofs"], "My roofs")
    query = parse_qs(urlsplit(saved.path).query)
    assert (query["search"], query["owner"], query["sort"]) == (["roof"], ["@me"], ["name"])
    assert [row.text for row in saved.all("#clients .person > span:last-child > span")] == ["Roof"]
    (view,) = (await page_of(api, "/api/v1/views"))["items"]
    assert view["query"] == {"search": "roof", "owner": "@me", "sort": "name"}
    assert not view["is_shared"]


async def test_a_shared_one_means_whoever_looks(ada: Browser, at_work: SignIn) -> None:
    bob = await at_work(name="Bob")
    form = await bob.open("/clients/new/")
    await bob.submit(form, "form[action='/clients/new/']", name="Bobs roof")
    await save(ada, await ada.open("/clients/?owner=%40me"), name="My own", is_shared="on")

    page = await bob.open("/clients/")
    assert tabs(page) == ["All", "Mine", "My own Shared by Ada Admin"]
    mine = await bob.open(page.all(".view-tabs a")[2].attrs["href"])

    assert "Bobs roof" in mine.one("#clients tbody").text
    assert not mine.has(DELETE)


async def test_mine_is_a_tab_without_being_saved(ada: Browser, at_work: SignIn) -> None:
    bob = await at_work()
    await bob.submit(await bob.open("/clients/new/"), "form[action='/clients/new/']", name="His")

    mine = await ada.open((await ada.open("/clients/")).all(".view-tabs a")[1].attrs["href"])

    assert current(mine) == "Mine"
    assert "No clients found" in mine.text
    assert mine.one("select[name=owner] option[selected]").attrs["value"] == "@me"


async def test_it_is_renamed_and_keeps_its_filters(ada: Browser, api: SignedIn) -> None:
    saved = await save(ada, await ada.open(ROOFS), name="Roofs")
    view = parse_qs(urlsplit(saved.path).query)["view"][0]
    elsewhere = await ada.open(f"/clients/?search=wall&view={view}")

    form = await form_of(ada, elsewhere, f"/views/{view}/edit/")
    renamed = await ada.submit(form, EDIT, name="All roofs", is_shared="on")

    assert current(renamed) == "All roofs Shared by you"
    (kept,) = (await page_of(api, "/api/v1/views"))["items"]
    assert kept["query"] == {"search": "roof", "owner": "@me", "sort": "name"}


async def test_it_takes_over_what_the_list_shows_now(ada: Browser, api: SignedIn) -> None:
    saved = await save(ada, await ada.open(ROOFS), name="Roofs")
    view = parse_qs(urlsplit(saved.path).query)["view"][0]
    elsewhere = await ada.open(f"/clients/?search=wall&view={view}&columns=phone")

    form = await form_of(ada, elsewhere, f"/views/{view}/edit/")
    await ada.submit(form, EDIT, takes_over="on")

    (kept,) = (await page_of(api, "/api/v1/views"))["items"]
    assert (kept["query"], kept["columns"]) == ({"search": "wall"}, ["phone"])


async def test_its_columns_are_its_own(ada: Browser, api: SignedIn) -> None:
    await make_client(api)
    saved = await save(ada, await ada.open("/clients/?columns=phone"), name="Phones")
    fields = dict(saved.fields("form[action='/columns/']")) | {"columns": "notes"}

    other = Page(await ada.http.post("/columns/", data=fields, headers=ada.own))

    assert "columns=notes" in other.path
    assert [th.text for th in other.all("#clients th:not([data-box])")][1:] == ["Notes"]
    assert len((await ada.open("/clients/")).all("#clients th:not([data-box])")) == 5


async def test_it_is_deleted(ada: Browser) -> None:
    saved = await save(ada, await ada.open(ROOFS), name="Roofs")

    gone = await ada.submit(saved, DELETE)

    assert (gone.path, tabs(gone)) == ("/clients/", ["All", "Mine"])
    assert "Roofs deleted." in gone.one(TOAST).text


async def test_one_that_was_changed_meanwhile_is_not_deleted(ada: Browser, api: SignedIn) -> None:
    saved = await save(ada, await ada.open(ROOFS), name="Roofs")
    (view,) = (await page_of(api, "/api/v1/views"))["items"]
    await api.patch(f"/api/v1/views/{view['id']}", json={"name": "Important"})

    told = await ada.submit(saved, DELETE)

    assert "Somebody changed this meanwhile" in told.one(TOAST).text
    assert "Important" in tabs(told)


async def test_somebody_else_was_faster(ada: Browser, api: SignedIn) -> None:
    saved = await save(ada, await ada.open(ROOFS), name="Roofs", is_shared="on")
    (view,) = (await page_of(api, "/api/v1/views"))["items"]
    form = await form_of(ada, saved, f"/views/{view['id']}/edit/")
    await api.patch(f"/api/v1/views/{view['id']}", json={"name": "Theirs"})

    told = await ada.submit(form, EDIT, name="Mine")

    assert told.status == 422
    assert told.one("#field-name-hint").text == "Somebody saved this meanwhile: Theirs"
    assert told.fields(EDIT)["name"] == "Mine"


@pytest.mark.parametrize("name", ["", "x" * 201])
async def test_a_name_that_does_not_do_is_told(ada: Browser, name: str) -> None:
    refused = await save(ada, await ada.open(ROOFS), name=name)

    assert refused.status == 422
    assert refused.has("#field-name-error")
    assert refused.fields(NEW)["query"] == "search=roof&owner=%40me&sort=name"


async def test_htmx_opens_its_form_beside_the_list(ada: Browser) -> None:
    page = await ada.open("/clients/")
    button = page.one(".view-actions button[formaction='/views/new/']")

    panel = await ada.open("/views/new/?page=clients&search=x", HTMX | {"hx-target": "div#outlet"})

    assert button.attrs["form"] == "filters"
    assert button.attrs["hx-include"] == "#filters, [form=filters]"
    assert panel.has(f"dialog[data-open] {NEW}")


async def test_a_deleted_one_comes_back_in_its_place(ada: Browser, api: SignedIn) -> None:
    await save(ada, await ada.open(ROOFS), name="Roofs", is_shared="on")
    last = await save(ada, await ada.open("/clients/?search=wall"), name="Walls")
    roofs = next(tab.attrs["href"] for tab in last.all(".view-tabs a") if "Roofs" in tab.text)
    gone = await ada.submit(await ada.open(roofs), DELETE)

    back = await ada.submit(gone, "form[action^='/views/again/']")

    assert "Roofs is back." in back.one(TOAST).text
    assert (tabs(back), current(back)) == (
        ["All", "Mine", "Roofs Shared by you", "Walls"],
        "Roofs Shared by you",
    )
    view = (await page_of(api, "/api/v1/views"))["items"][0]
    assert view["query"] == {"search": "roof", "owner": "@me", "sort": "name"}
    assert view["is_shared"]


async def test_somebody_elses_does_not_come_back_as_ones_own(ada: Browser, at_work: SignIn) -> None:
    bob = await at_work(name="Bob")
    await save(bob, await bob.open(ROOFS), name="Bobs roofs", is_shared="on")
    page = await ada.open("/clients/")
    his = next(tab.attrs["href"] for tab in page.all(".view-tabs a") if "Bobs" in tab.text)

    gone = await ada.submit(await ada.open(his), DELETE)

    assert "Bobs roofs deleted." in gone.one(TOAST).text
    assert not gone.has("form[action^='/views/again/']")
