"""One fact of a deal is edited where it stands, and a note is written below."""

import pytest

from tests.bff.browser import HTMX, Browser, Page
from tests.bff.conftest import SignIn
from tests.support.builders import activity_of, make_deal
from tests.support.people import Json, SignedIn

INLINE, NOTE = "form[data-inline]", "form[action$='/notes/']"


def fact(deal: Json, field: str) -> str:
    return f"/deals/{deal['id']}/facts/{field}/"


async def save(browser: Browser, deal: Json, form: Page, field: str, **typed: str) -> Page:
    fields = form.fields(INLINE) | typed
    return await browser.send(fact(deal, field), fields, HTMX | {"hx-target": f"div#fact-{field}"})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Interpreter"),
        ("expected_close_date", "2027-01-31"),
        ("description", "It\nruns"),
    ],
)
async def test_one_fact_is_saved_and_shown(
    ada: Browser, api: SignedIn, field: str, value: str
) -> None:
    deal = await make_deal(api, title="Compiler")
    form = await ada.part(fact(deal, field))

    saved = await save(ada, deal, form, field, **{field: value})

    assert saved.status == 200
    assert "data-focus" in saved.one(f"#fact-{field} .fact-edit").attrs
    log = await activity_of(api, deal["id"])
    assert log[0]["payload"]["changes"] == {field: [deal[field], value]}


async def test_an_amount_is_written_with_its_currency(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api, amount="100.00", currency="EUR")
    form = await ada.part(fact(deal, "amount"))

    saved = await save(ada, deal, form, "amount", amount="1,250.50", currency="USD")
    bad = await save(ada, deal, form, "amount", amount="a lot")

    assert saved.one("#fact-amount dd").text.strip() == "$1,250.50"
    assert "$1,250.50" in saved.one("hx-partial[hx-target='#deal-head'] .page-header").text
    assert bad.status == 422
    assert bad.fields(INLINE)["amount"] == "a lot"


async def test_the_rest_of_the_page_goes_on_from_the_new_version(
    ada: Browser, api: SignedIn
) -> None:
    deal = await make_deal(api, title="Compiler")
    form = await ada.part(fact(deal, "title"))

    saved = await save(ada, deal, form, "title", title="Interpreter")

    assert saved.fields("hx-partial[hx-target='#deal-head'] form.stages")["version"] == "2"
    assert "changed this" in saved.one("hx-partial[hx-target='#history-list']").text
    assert "<title>Interpreter · Foyer</title>" in saved.html


async def test_another_currency_meanwhile_is_shown_before_an_amount_is_saved(
    ada: Browser, api: SignedIn
) -> None:
    deal = await make_deal(api, amount="100.00", currency="EUR")
    form = await ada.part(fact(deal, "amount"))
    await api.patch(f"/api/v1/deals/{deal['id']}", json={"currency": "USD"})

    told = await save(ada, deal, form, "amount", amount="200")

    assert told.status == 422
    assert told.fields(INLINE)["currency"] == "USD"
    assert (await api.get(f"/api/v1/deals/{deal['id']}")).json()["amount"] == "100.00"


async def test_only_a_lost_deal_has_a_reason(ada: Browser, api: SignedIn) -> None:
    lost = await make_deal(api, status="LOST", lost_reason="No budget")
    form = await ada.part(fact(lost, "lost_reason"))

    saved = await save(ada, lost, form, "lost_reason", lost_reason="Too expensive")
    page = await ada.open(f"/deals/{(await make_deal(api))['id']}")

    assert "Too expensive" in saved.one("#fact-lost_reason").text
    assert not page.has("#fact-lost_reason")


async def test_somebody_elses_deal_stays_as_it_is(at_work: SignIn, api: SignedIn) -> None:
    deal = await make_deal(api)
    bob = await at_work(name="Bob")

    part = await bob.part(fact(deal, "title"))
    page = await bob.open(f"/deals/{deal['id']}")

    assert not part.has("form, .fact-edit")
    assert not page.has(f".fact-edit, {NOTE}")


async def test_a_note_is_written_and_read(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api)
    page = await ada.open(f"/deals/{deal['id']}")

    noted = await ada.submit(page, NOTE, text="Wants an offer")
    refused = await ada.submit(noted, NOTE, text=" ")
    part = await ada.part(f"/deals/{deal['id']}?only=notes", target="div#history-list")

    assert noted.one(".timeline-text").text == "Wants an offer"
    assert refused.status == 422
    assert refused.one("#field-text-error").text == "Please fill this in."
    assert [entry.text for entry in part.all(".timeline-text")] == ["Wants an offer"]


async def test_with_scripts_only_the_form_and_the_history_come(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api)
    fields = (await ada.open(f"/deals/{deal['id']}")).fields(NOTE) | {"text": "Called"}

    noted = await ada.send(f"/deals/{deal['id']}/notes/", fields, HTMX | {"hx-target": "form#note"})
    blank = await ada.send(
        f"/deals/{deal['id']}/notes/", fields | {"text": ""}, HTMX | {"hx-target": "form#note"}
    )

    assert noted.fields(NOTE)["text"] == ""
    assert "Called" in noted.one("hx-partial[hx-target='#history-list']").text
    assert blank.status == 422
