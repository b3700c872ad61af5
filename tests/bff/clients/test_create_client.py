from tests.bff.browser import HTMX, TOAST, Browser
from tests.bff.conftest import SignIn
from tests.support.builders import activity_of, make_client
from tests.support.people import SignedIn

FORM = "form[action='/clients/new/']"


async def test_a_client_is_created_and_shown(ada: Browser, api: SignedIn) -> None:
    form = await ada.open("/clients/new/")

    page = await ada.submit(
        form, FORM, name="Grace Hopper", email="grace@navy.example", phone="+1 202", notes="Bugs"
    )

    assert page.one("h1").text == "Grace Hopper"
    assert "Grace Hopper created." in page.one(TOAST).text
    for text in ("grace@navy.example", "+1 202", "Bugs", "Ada Admin created this"):
        assert text in page.text
    client = (await api.get("/api/v1/clients")).json()["items"][0]
    assert client["owner_id"] == api.user_id
    assert len(await activity_of(api, client["id"])) == 1


async def test_it_is_told_once(ada: Browser) -> None:
    page = await ada.submit(await ada.open("/clients/new/"), FORM, name="Grace Hopper")

    assert page.has(TOAST)
    assert not (await ada.open(page.path)).has(TOAST)


async def test_sending_a_form_twice_creates_once(ada: Browser, api: SignedIn) -> None:
    form = await ada.open("/clients/new/")

    first = await ada.submit(form, FORM, name="Grace Hopper")
    again = await ada.submit(form, FORM, name="Grace Hopper")

    assert first.path == again.path
    assert (await api.get("/api/v1/clients")).json()["total"] == 1


async def test_each_bad_field_says_so_and_keeps_what_was_typed(ada: Browser) -> None:
    form = await ada.open("/clients/new/")

    page = await ada.submit(form, FORM, name=" ", email="nobody", phone="+1 202")

    assert page.status == 422
    assert page.one("#field-name-error").text == "Please fill this in."
    assert page.one("#field-email-error").text == "Please write it like ann@example.com."
    assert page.one("#field-email").attrs["aria-invalid"] == "true"
    assert page.fields(FORM)["email"] == "nobody"
    assert page.fields(FORM)["phone"] == "+1 202"


async def test_what_only_the_api_knows_stands_at_its_field(ada: Browser, api: SignedIn) -> None:
    await make_client(api, email="grace@navy.example")
    form = await ada.open("/clients/new/")

    page = await ada.submit(form, FORM, name="Another", email="grace@navy.example")

    assert page.one("#field-email-error").text == "Another client has this e-mail"


async def test_after_a_correction_it_works(ada: Browser) -> None:
    form = await ada.open("/clients/new/")
    refused = await ada.submit(form, FORM, name="", email="grace@navy.example")

    page = await ada.submit(refused, FORM, name="Grace Hopper")

    assert page.one("h1").text == "Grace Hopper"


async def test_one_that_lies_in_the_trash_can_be_restored_instead(
    ada: Browser, api: SignedIn
) -> None:
    trashed = await make_client(api, name="Grace Hopper", email="grace@navy.example")
    await api.delete(f"/api/v1/clients/{trashed['id']}")
    form = await ada.open("/clients/new/")

    page = await ada.submit(form, FORM, name="Grace H.", email="grace@navy.example")
    restored = await ada.submit(page, "form[action$='/restore/']")

    assert "in the trash" in page.text
    assert restored.path == f"/clients/{trashed['id']}"
    assert "Grace Hopper is back." in restored.text


async def test_htmx_gets_a_panel_then_its_form_then_an_address(ada: Browser) -> None:
    panel = await ada.part("/clients/new/", target="div#outlet")
    form = panel.fields("dialog[data-open] " + FORM)

    refused = await ada.send("/clients/new/", form, HTMX | {"hx-target": "div#client-form"})
    done = await ada.send(
        "/clients/new/", form | {"name": "Grace"}, HTMX | {"hx-target": "div#client-form"}
    )

    assert panel.one(FORM).attrs["hx-target"] == "#client-form"
    assert refused.status == 422
    assert refused.has("#client-form " + FORM)
    assert not refused.has("dialog")
    assert done.headers["hx-location"].startswith("/clients/")


async def test_only_an_admin_chooses_the_owner(ada: Browser, at_work: SignIn) -> None:
    bob = await at_work(name="Bob")

    assert (await ada.open("/clients/new/")).has("select[name=owner_id]")
    assert not (await bob.open("/clients/new/")).has("select[name=owner_id]")
    created = await bob.submit(await bob.open("/clients/new/"), FORM, name="His")
    assert created.one("h1").text == "His"
