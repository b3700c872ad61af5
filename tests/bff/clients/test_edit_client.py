from tests.bff.browser import HTMX, Browser
from tests.bff.conftest import SignIn
from tests.support.builders import activity_of, make_client, make_deal, make_user
from tests.support.people import SignedIn

FORM = "form[action$='/edit/']"


async def test_only_the_changed_field_is_changed(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api, name="Grace", email="grace@navy.example", phone="1")
    form = await ada.open(f"/clients/{client['id']}/edit/")

    page = await ada.submit(form, FORM, phone="2")

    assert page.path == f"/clients/{client['id']}"
    log = await activity_of(api, client["id"])
    assert log[0]["payload"]["changes"] == {"phone": ["1", "2"]}
    assert "Phone" in page.one(".timeline-changes").text


async def test_a_field_is_cleared(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api, email="grace@navy.example")
    form = await ada.open(f"/clients/{client['id']}/edit/")

    await ada.submit(form, FORM, email="")

    assert (await api.get(f"/api/v1/clients/{client['id']}")).json()["email"] is None


async def test_a_change_by_somebody_else_in_another_field_is_kept(
    ada: Browser, api: SignedIn
) -> None:
    client = await make_client(api, name="Grace", phone="1")
    path = f"/api/v1/clients/{client['id']}"
    form = await ada.open(f"/clients/{client['id']}/edit/")
    await api.patch(path, json={"phone": "theirs"})

    told = await ada.submit(form, FORM, name="Mine")
    assert told.status == 422
    assert told.fields(FORM)["name"] == "Mine"
    assert told.fields(FORM)["phone"] == "theirs"
    assert told.one("#field-phone-hint").text == "Somebody changed this meanwhile."
    await ada.submit(told, FORM)

    saved = (await api.get(path)).json()
    assert (saved["name"], saved["phone"]) == ("Mine", "theirs")


async def test_a_change_by_somebody_else_in_the_same_field_is_shown_before_it_is_lost(
    ada: Browser, api: SignedIn
) -> None:
    client = await make_client(api, name="Grace")
    path = f"/api/v1/clients/{client['id']}"
    form = await ada.open(f"/clients/{client['id']}/edit/")
    await api.patch(path, json={"name": "Theirs"})

    told = await ada.submit(form, FORM, name="Mine")

    assert told.fields(FORM)["name"] == "Mine"
    assert told.one("#field-name-hint").text == "Somebody saved this meanwhile: Theirs"
    assert (await api.get(path)).json()["name"] == "Theirs"
    await ada.submit(told, FORM)
    assert (await api.get(path)).json()["name"] == "Mine"


async def test_what_is_not_ones_own_is_not_changed(at_work: SignIn, api: SignedIn) -> None:
    client = await make_client(api, name="Hers")
    bob = await at_work(name="Bob")
    form = await bob.open(f"/clients/{client['id']}/edit/")

    page = await bob.submit(form, FORM, name="His")

    assert page.status == 403
    assert "This is not yours to do" in page.text
    assert (await api.get(f"/api/v1/clients/{client['id']}")).json()["name"] == "Hers"


async def test_nobody_is_led_to_a_form_in_vain(at_work: SignIn, api: SignedIn) -> None:
    client = await make_client(api)
    deal = await make_deal(api)
    bob = await at_work(name="Bob")

    pages = [await bob.open(f"/clients/{client['id']}"), await bob.open(f"/deals/{deal['id']}")]

    for page in pages:
        assert page.status == 200
        assert not page.has("a[href$='/edit/'], form[action$='/delete/'], form[action$='/move/']")


async def test_a_new_owner_is_told_by_name(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api)
    bob, eve = await make_user(api, full_name="Bob"), await make_user(api, full_name="Eve")
    form = await ada.open(f"/clients/{client['id']}/edit/")
    await api.patch(f"/api/v1/clients/{client['id']}", json={"owner_id": bob["id"]})

    told = await ada.submit(form, FORM, owner_id=eve["id"])

    assert told.one("#field-owner_id-hint").text == "Somebody saved this meanwhile: Bob"


async def test_a_form_that_came_back_into_its_panel_stays_one(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api)
    path = f"/clients/{client['id']}/edit/"
    fields = (await ada.part(path)).fields(FORM)
    here = {"hx-current-url": "http://localhost:8000/clients/?search=x"}

    refused = await ada.send(path, fields | {"name": ""}, HTMX | {"hx-target": "div#client-form"})
    saved = await ada.send(path, fields | {"name": "New"}, HTMX | here)

    assert refused.status == 422
    assert refused.one("[command=close]").attrs["commandfor"] == "client-form-panel"
    assert saved.headers["hx-location"] == "/clients/?search=x"
