"""Taking records along: asked for, watched, downloaded."""

import asyncio

import pytest

from tests.bff.browser import Browser, Page
from tests.bff.conftest import SignIn
from tests.support.builders import make_client
from tests.support.people import SignedIn

worker = pytest.mark.usefixtures("worker")
FORM = "form.form[action='/exports/']"
PATIENCE = 120.0


async def ready(browser: Browser) -> Page:
    """The list once nothing in it is under way."""
    page = await browser.open("/exports/")
    async with asyncio.timeout(PATIENCE):
        while page.has("#exports[hx-get]"):
            await asyncio.sleep(0.05)
            page = await browser.open("/exports/")
    return page


@worker
async def test_what_is_asked_for_is_downloaded(ada: Browser, api: SignedIn) -> None:
    await make_client(api, name="Grace")
    await make_client(api, name="Alan")
    form = await ada.open("/exports/new/")

    listed = await ada.submit(form, FORM, search="Grace")
    assert listed.path == "/exports/"
    page = await ready(ada)

    assert "Ready" in page.text
    file = await ada.open(page.one("#export tbody a").attrs["href"])
    assert "clients-" in file.headers["content-disposition"]
    assert "Grace" in file.html
    assert "Alan" not in file.html


@worker
async def test_a_list_s_own_button_takes_its_filters_along(ada: Browser, api: SignedIn) -> None:
    for name in ("Grace", "Alan"):
        await make_client(api, name=name)
    fields = {
        "csrf_token": await ada.token(),
        "form_key": "one",
        "entity": "clients",
        "filters": '{"search":"Alan"}',
    }

    await ada.send("/exports/", fields)
    page = await ready(ada)

    assert page.one("#export tbody tr td:nth-child(3)").text == "1"


async def test_a_filter_that_no_list_has_is_refused(ada: Browser) -> None:
    fields = {"csrf_token": await ada.token(), "entity": "deals"}

    unknown = await ada.send("/exports/", fields | {"filters": '{"colour":"red"}'})
    broken = await ada.send("/exports/", fields | {"filters": "{"})

    assert (unknown.status, broken.status) == (422, 422)
    assert "This list cannot be exported." in broken.text


async def test_one_that_waits_asks_for_itself(ada: Browser) -> None:
    form = await ada.open("/exports/new/?entity=tasks")
    assert not form.has("[name='status']")
    await ada.submit(form, FORM, format="xlsx")

    part = await ada.part("/exports/", target="div#exports")

    assert "Waiting" in part.html
    assert part.one("#exports").attrs["hx-get"] == "/exports/"
    assert not part.has("h1")


async def test_nobody_gets_somebody_elses(at_work: SignIn, api: SignedIn) -> None:
    made = (await api.post("/api/v1/exports", json={"entity": "clients"})).json()
    bob = await at_work(name="Bob")

    page = await bob.open(f"/exports/{made['id']}/download/")

    assert page.status == 404
    assert "Nothing was exported yet" in (await bob.open("/exports/")).text
