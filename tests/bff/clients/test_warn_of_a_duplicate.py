import pytest

from tests.bff.browser import HTMX, Browser
from tests.bff.wire import Wire
from tests.support.builders import make_client
from tests.support.people import SignedIn

FORM = "form[action='/clients/new/']"
LINK = "#similar a"


async def test_while_one_types_those_that_are_like_it_are_named(
    ada: Browser, api: SignedIn
) -> None:
    there = await make_client(api, name="Grace Hopper", company="Navy", phone="202 555 0100")

    part = await ada.part("/clients/similar/?name=grace+hoper&phone=%2B1-202-555-0100")

    assert part.one(LINK).attrs["href"] == f"/clients/{there['id']}"
    assert part.one("#similar li > small").text == "Same phone, Similar name"
    assert part.one("[name=seen]").attrs["value"] == there["id"]


async def test_nothing_is_named_where_nothing_is_like_it(ada: Browser) -> None:
    part = await ada.part("/clients/similar/?name=Grace")

    assert not part.has("#similar > *")


async def test_what_was_not_seen_is_shown_before_it_is_made(ada: Browser, api: SignedIn) -> None:
    there = await make_client(api, name="Grace Hopper")
    form = await ada.open("/clients/new/")

    warned = await ada.submit(form, FORM, name="Grace Hoper", company="Navy")
    created = await ada.submit(warned, FORM)

    assert warned.status == 422
    assert warned.one(LINK).attrs["href"] == f"/clients/{there['id']}"
    assert warned.one(f"{FORM} [type=submit]").text == "Create anyway"
    assert warned.fields(FORM)["company"] == "Navy"
    assert created.one("h1").text == "Grace Hoper"


async def test_what_was_seen_while_typing_is_not_asked_again(ada: Browser, api: SignedIn) -> None:
    there = await make_client(api, name="Grace Hopper")
    form = await ada.open("/clients/new/")

    created = await ada.submit(form, FORM, name="Grace Hoper", seen=there["id"])

    assert created.one("h1").text == "Grace Hoper"


async def test_the_same_e_mail_is_told_at_its_field_with_a_way_to_its_owner(
    ada: Browser, api: SignedIn
) -> None:
    there = await make_client(api, email="grace@navy.example")
    form = await ada.open("/clients/new/")

    refused = await ada.submit(form, FORM, name="Another", email="grace@navy.example")

    assert refused.one("#field-email-error").text == "Another client has this e-mail"
    assert refused.one(LINK).attrs["href"] == f"/clients/{there['id']}"
    assert refused.one(f"{FORM} [type=submit]").text == "Create client"


@pytest.mark.parametrize("seen", ["nonsense", ",,", "0" * 5000])
async def test_what_comes_back_as_seen_may_be_anything(
    ada: Browser, api: SignedIn, seen: str
) -> None:
    await make_client(api, name="Grace Hopper")
    form = await ada.open("/clients/new/")

    assert (await ada.submit(form, FORM, name="Grace Hopper", seen=seen)).status == 422


async def test_a_form_does_not_wait_for_it(ada: Browser, wire: Wire) -> None:
    await ada.open("/clients/")
    wire.is_cut = True

    part = await ada.open("/clients/similar/?name=Grace", HTMX)

    assert part.status == 200
    assert not part.has(LINK)
