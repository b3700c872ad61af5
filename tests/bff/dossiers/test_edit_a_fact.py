import pytest

from tests.bff.browser import HTMX, Browser, Page
from tests.bff.conftest import SignIn
from tests.support.builders import activity_of, make_client, make_user
from tests.support.people import Json, SignedIn


def fact(client: Json, field: str) -> str:
    return f"/clients/{client['id']}/facts/{field}/"


async def save(browser: Browser, client: Json, form: Page, field: str, value: str) -> Page:
    fields = form.fields("form[data-inline]") | {field: value}
    target = HTMX | {"hx-target": f"div#fact-{field}"}
    return await browser.send(fact(client, field), fields, target)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Grace Brewster"),
        ("company", "Navy"),
        ("email", "grace@navy.example"),
        ("phone", "+1 202"),
        ("notes", "Likes\nclocks"),
    ],
)
async def test_one_fact_is_saved_and_shown(
    ada: Browser, api: SignedIn, field: str, value: str
) -> None:
    client = await make_client(api, name="Grace", email="g@navy.example", notes="Old")
    form = await ada.part(fact(client, field))

    saved = await save(ada, client, form, field, value)

    assert saved.status == 200
    assert value.split("\n", maxsplit=1)[0] in saved.one(f"#fact-{field}").text
    assert "data-focus" in saved.one(f"#fact-{field} .fact-edit").attrs
    log = await activity_of(api, client["id"])
    assert log[0]["payload"]["changes"] == {field: [client[field], value]}


async def test_the_rest_of_the_page_tells_of_it(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api, name="Grace")
    form = await ada.part(fact(client, "name"))

    saved = await save(ada, client, form, "name", "Grace Hopper")

    assert saved.one("hx-partial[hx-target='#client-head'] h1").text == "Grace Hopper"
    assert saved.fields("form[action$='/delete/']")["version"] == "2"
    assert "changed this" in saved.one("hx-partial[hx-target='#history-list']").text
    assert "<title>Grace Hopper · Foyer</title>" in saved.html


async def test_it_is_cancelled(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api, phone="+1 202")
    form = await ada.part(fact(client, "phone"))

    shown = await ada.part(form.one("[data-cancel]").attrs["hx-get"])

    assert shown.one("#fact-phone dd").text.strip() == "+1 202"
    assert "data-focus" in shown.one(".fact-edit").attrs


async def test_what_is_wrong_is_told_in_place(ada: Browser, api: SignedIn) -> None:
    await make_client(api, email="taken@navy.example")
    client = await make_client(api)
    form = await ada.part(fact(client, "email"))

    bad = await save(ada, client, form, "email", "nobody")
    taken = await save(ada, client, bad, "email", "taken@navy.example")

    assert (bad.status, taken.status) == (422, 422)
    assert bad.one("#field-email-error").text == "Please write it like ann@example.com."
    assert taken.one("#field-email-error").text == "Another client has this e-mail"
    assert taken.fields("form[data-inline]")["email"] == "taken@navy.example"


async def test_a_change_of_another_field_meanwhile_does_not_stand_in_the_way(
    ada: Browser, api: SignedIn
) -> None:
    client = await make_client(api, company="Old")
    form = await ada.part(fact(client, "phone"))
    await api.patch(f"/api/v1/clients/{client['id']}", json={"company": "Theirs"})

    saved = await save(ada, client, form, "phone", "+1 202")

    now = (await api.get(f"/api/v1/clients/{client['id']}")).json()
    assert saved.status == 200
    assert (now["company"], now["phone"]) == ("Theirs", "+1 202")


async def test_a_change_of_the_same_field_is_shown_before_it_is_lost(
    ada: Browser, api: SignedIn
) -> None:
    client = await make_client(api, phone="0")
    path = f"/api/v1/clients/{client['id']}"
    form = await ada.part(fact(client, "phone"))
    await api.patch(path, json={"phone": "Theirs"})

    told = await save(ada, client, form, "phone", "Mine")
    theirs = (await api.get(path)).json()["phone"]
    await save(ada, client, told, "phone", "Mine")

    assert told.status == 422
    assert told.one("#field-phone-hint").text == "Somebody saved this meanwhile: Theirs"
    assert theirs == "Theirs"
    assert (await api.get(path)).json()["phone"] == "Mine"


async def test_an_admin_gives_it_to_somebody_else(
    ada: Browser, api: SignedIn, at_work: SignIn
) -> None:
    client = await make_client(api)
    eve = await make_user(api, full_name="Eve")
    form = await ada.part(fact(client, "owner_id"))

    saved = await save(ada, client, form, "owner_id", eve["id"])

    assert "Eve" in saved.one("#fact-owner_id").text
    bob = await at_work(name="Bob")
    assert not (await bob.open(f"/clients/{client['id']}")).has("#fact-owner_id .fact-edit")


async def test_without_scripts_there_is_a_page_for_it(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api)

    page = await ada.open(fact(client, "phone"))
    unknown = await ada.open(fact(client, "id"))

    assert page.path == f"/clients/{client['id']}/edit/"
    assert unknown.status == 400


async def test_what_is_not_ones_own_stays_as_it_is(at_work: SignIn, api: SignedIn) -> None:
    client = await make_client(api, phone="0")
    bob = await at_work(name="Bob")

    part = await bob.part(fact(client, "phone"))

    assert not part.has("form, .fact-edit")
