import pytest

from tests.bff.browser import TOAST, Browser
from tests.bff.conftest import SignIn
from tests.bff.wire import Wire
from tests.support.builders import make_client, make_deal, make_task
from tests.support.people import SignedIn

FORM = "form[action$='/notes/']"


async def test_it_shows_what_is_known_and_what_hangs_on_it(ada: Browser, api: SignedIn) -> None:
    client = await make_client(
        api, name="Grace Hopper", company="Navy", email="grace@navy.example", phone="+1 (202) 555"
    )
    deal = await make_deal(api, client_id=client["id"], title="Compiler")
    task = await make_task(api, client_id=client["id"], title="Call her", due_date="2020-01-31")

    page = await ada.open(f"/clients/{client['id']}")

    assert page.one("h1").text == "Grace Hopper"
    assert "Navy · Owned by Ada Admin" in page.one("#client-head").text
    assert page.one("a.row-link[href^='/deals/']").attrs["href"] == f"/deals/{deal['id']}"
    assert page.one("a.row-link[href^='/tasks/']").attrs["href"] == f"/tasks/{task['id']}"
    assert page.one("#task .badge[data-tone=danger]").text == "Jan 31, 2020"
    assert {a.attrs["href"] for a in page.all("#client-head a")} >= {
        "tel:+1202555",
        "mailto:grace@navy.example",
        f"/deals/new/?client={client['id']}",
        f"/tasks/new/?client={client['id']}",
        f"/clients/{client['id']}/merge/",
    }


async def test_where_there_is_nothing_it_says_so(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api)

    page = await ada.open(f"/clients/{client['id']}")

    for text in ("No deals yet", "No tasks yet"):
        assert text in page.text


async def test_who_may_not_change_it_is_led_to_nothing_in_vain(
    at_work: SignIn, api: SignedIn
) -> None:
    client = await make_client(api, email="grace@navy.example")
    bob = await at_work(name="Bob")

    page = await bob.open(f"/clients/{client['id']}")

    assert page.has("#client a[href^='/deals/new/']")
    assert not page.has(f"{FORM}, .fact-edit, a[href$='/merge/'], form[action$='/delete/']")


async def test_in_the_trash_it_can_only_be_restored(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api, name="Grace", email="grace@navy.example")
    await api.delete(f"/api/v1/clients/{client['id']}")

    page = await ada.open(f"/clients/{client['id']}")
    restored = await ada.submit(page, "form[action$='/restore/']")

    assert "This client is in the trash." in page.text
    assert not page.has(f"{FORM}, .fact-edit, #client a[href^='/deals/new/']")
    assert "Grace is back." in restored.one(TOAST).text


async def test_there_is_nothing_where_there_is_no_client(ada: Browser) -> None:
    page = await ada.open("/clients/0199f000-0000-7000-8000-000000000000")

    assert page.status == 404
    assert "There is nothing here" in page.text


async def test_while_the_backend_is_away_nothing_on_it_can_be_changed(
    ada: Browser, api: SignedIn, wire: Wire
) -> None:
    client = await make_client(api, name="Grace")
    path = f"/clients/{client['id']}"
    await ada.open(path)
    wire.is_cut = True

    page = await ada.open(path)

    assert "The server cannot be reached" in page.text
    assert not page.has(".fact-edit")
    assert page.one(f"{FORM} [type=submit]").attrs["disabled"] is not None


async def test_the_history_is_told_by_days_and_page_by_page(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api, phone="0")
    path = f"/clients/{client['id']}"
    for number in range(1, 22):
        await api.patch(f"/api/v1{path}", json={"phone": str(number)})

    page = await ada.open(path)
    more = page.one("#history-more a").attrs
    earlier = await ada.part(more["hx-get"], target="div#history-more")
    whole = await ada.open(more["href"])

    assert [each.text for each in page.all(".timeline-day h3")] == ["Today"]
    assert len(page.all("#history .timeline > li")) == 20
    assert [each.attrs["data-focus"] for each in earlier.all(".timeline-day")] == [""]
    assert not earlier.has("h3, #history-more")
    for shown in (earlier, whole):
        assert "created this" in shown.text
        assert len(shown.all(".timeline > li")) == 2


@pytest.mark.parametrize(("only", "told"), [("notes", "wrote a note"), ("changes", "created this")])
async def test_it_shows_notes_or_changes_alone(
    ada: Browser, api: SignedIn, only: str, told: str
) -> None:
    client = await make_client(api)
    note = {"entity_type": "client", "entity_uuid": client["id"], "text": "Called"}
    await api.post("/api/v1/notes", json=note)

    part = await ada.part(f"/clients/{client['id']}?only={only}", target="div#history-list")

    (entry,) = part.all(".timeline > li")
    assert told in entry.text
    assert part.one(".segmented [aria-current]").attrs["href"].endswith(f"?only={only}#history")


async def test_that_nobody_wrote_a_note_is_said(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api)

    page = await ada.open(f"/clients/{client['id']}?only=notes")

    assert "Nobody has written a note yet." in page.text


async def test_a_note_is_written(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api)
    page = await ada.open(f"/clients/{client['id']}")

    noted = await ada.submit(page, FORM, text="Wants an offer\nuntil Friday")

    assert noted.one(".timeline-text").text == "Wants an offer\nuntil Friday"
    assert noted.fields(FORM)["text"] == ""


async def test_a_note_that_says_nothing_is_refused(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api)
    page = await ada.open(f"/clients/{client['id']}")

    refused = await ada.submit(page, FORM, text=" ")

    assert refused.status == 422
    assert refused.one("#field-text-error").text == "Please fill this in."


async def test_it_takes_two_calls(ada: Browser, api: SignedIn, wire: Wire) -> None:
    client = await make_client(api)
    await ada.open("/clients/")
    wire.calls.clear()

    await ada.open(f"/clients/{client['id']}")

    assert sorted(wire.calls) == ["GET /activity/", f"GET /clients/{client['id']}/dossier"]
