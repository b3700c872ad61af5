from tests.bff.browser import Browser
from tests.bff.conftest import SignIn
from tests.support.builders import activity_of, make_client
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
