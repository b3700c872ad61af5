import httpx
import pytest

from tests.backend.files.steps import attached
from tests.bff.browser import TOAST, Browser, Page
from tests.bff.conftest import SignIn
from tests.support.builders import make_client, make_deal, make_task
from tests.support.people import Json, SignedIn

FORM = "form[action*='/merge/']"
UNDO = f"{TOAST} form"


@pytest.fixture
async def pair(api: SignedIn) -> tuple[Json, Json]:
    client = await make_client(api, name="Acme", email="ann@acme.test", company="Acme")
    other = await make_client(api, name="Acme Ltd", email="bob@acme.test", phone="+44 20 1234567")
    return client, other


async def preview(browser: Browser, client: Json, other: Json) -> Page:
    return await browser.open(f"/clients/{client['id']}/merge/{other['id']}/")


async def test_those_that_are_like_it_are_offered(ada: Browser, pair: tuple[Json, Json]) -> None:
    client, other = pair

    page = await ada.open(f"/clients/{client['id']}/merge/")

    offered = [link.attrs["href"] for link in page.all("a.row-link")]
    assert offered == [f"/clients/{client['id']}/merge/{other['id']}/"]
    assert "Similar name, Similar company" in page.one("tbody").text


async def test_any_other_is_found_by_search(ada: Browser, pair: tuple[Json, Json]) -> None:
    client, _ = pair
    path = f"/clients/{client['id']}/merge/"

    found = await ada.part(f"{path}?search=acme", target="div#found")
    none = await ada.part(f"{path}?search=nobody", target="div#found")
    alone = await ada.open(f"/clients/{client['id']}/merge/?search=+")

    assert [link.text.split("bob")[0].strip() for link in found.all("a.row-link")] != []
    assert "No clients found" in none.text
    assert alone.has("a.row-link")


async def test_where_nothing_is_like_it_that_is_said(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api, name="Grace Hopper")

    page = await ada.open(f"/clients/{client['id']}/merge/")

    assert "No client looks like this one" in page.text


async def test_before_it_happens_it_is_shown_what_will(
    ada: Browser, api: SignedIn, anonymous: httpx.AsyncClient, pair: tuple[Json, Json]
) -> None:
    client, other = pair
    deal = await make_deal(api, client_id=other["id"])
    for _ in range(2):
        await make_task(api, client_id=other["id"], deal_id=deal["id"])
    await attached(api, anonymous, other)

    page = await preview(ada, client, other)

    assert "1 deal, 2 tasks, 1 file and the history come to Acme" in page.text
    chosen = page.fields(FORM)
    assert (chosen["name"], chosen["email"], chosen["phone"]) == ("left", "left", "right")
    assert "owner_id" not in chosen
    reverse = f"/clients/{other['id']}/merge/{client['id']}/"
    assert page.has(f"a[href='{reverse}']")


async def test_they_become_one_and_two_again(
    ada: Browser, api: SignedIn, pair: tuple[Json, Json]
) -> None:
    client, other = pair
    deal = await make_deal(api, client_id=other["id"], title="Roof")

    merged = await ada.submit(await preview(ada, client, other), FORM, name="right")
    there = await ada.open(f"/clients/{other['id']}")
    parted = await ada.submit(merged, UNDO)

    assert "Now they are one." in merged.one(TOAST).text
    assert merged.one("h1").text == "Acme Ltd"
    assert "+44 20 1234567" in merged.one("#details").text
    assert merged.one("#deal a.row-link").attrs["href"] == f"/deals/{deal['id']}"
    assert "merged another one into this" in merged.one("#history").text
    assert there.one(".alert a").attrs["href"] == f"/clients/{client['id']}"
    assert "They are two again" in parted.one(TOAST).text
    assert parted.one("h1").text == "Acme"
    assert "No deals yet" in parted.text


async def test_it_is_undone_from_the_history_too(ada: Browser, pair: tuple[Json, Json]) -> None:
    await ada.submit(await preview(ada, *pair), FORM)
    page = await ada.open(f"/clients/{pair[0]['id']}")

    parted = await ada.submit(page, "#history form[action$='/undo/']")

    assert "They are two again" in parted.one(TOAST).text


async def test_what_cannot_be_undone_says_why(
    ada: Browser, api: SignedIn, pair: tuple[Json, Json]
) -> None:
    client, other = pair
    merged = await ada.submit(await preview(ada, client, other), FORM)
    await api.patch(f"/api/v1/clients/{client['id']}", json={"phone": "1"})

    refused = await ada.submit(merged, UNDO)

    assert "Something has been changed since the merge" in refused.one(TOAST).text


async def test_who_was_slower_looks_again_and_keeps_the_choice(
    ada: Browser, api: SignedIn, pair: tuple[Json, Json]
) -> None:
    client, other = pair
    page = await preview(ada, client, other)
    await api.patch(f"/api/v1/clients/{other['id']}", json={"notes": "Meanwhile"})

    refused = await ada.submit(page, FORM, email="right")
    merged = await ada.submit(refused, FORM)

    assert refused.status == 422
    assert "Someone changed this record after you read it" in refused.text
    assert "Meanwhile" in refused.text
    assert refused.fields(FORM)["email"] == "right"
    assert "bob@acme.test" in merged.one("#details").text


async def test_what_is_somebody_elses_is_not_merged(
    at_work: SignIn, pair: tuple[Json, Json]
) -> None:
    bob = await at_work(name="Bob")

    choice = await bob.open(f"/clients/{pair[0]['id']}/merge/")
    page = await preview(bob, *pair)

    assert (choice.status, page.status) == (403, 403)
