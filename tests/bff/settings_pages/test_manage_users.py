"""Users, as an admin lets them in and shuts them off."""

from urllib.parse import urlsplit

from bff.shell import HOME
from tests.bff.browser import TOAST, Browser, Page
from tests.support.builders import make_user
from tests.support.people import PASSWORD, SignedIn

INVITE, EDIT = "form[action='/settings/users/new/']", "form[action$='/edit/']"
RESET = "form[action='/reset/']"
NEW = "purple monkey dishwasher"


def link_of(page: Page) -> str:
    url = urlsplit(page.one("#secret").attrs["value"])
    return f"{url.path}?{url.query}"


async def test_somebody_is_invited_and_sets_a_password_of_their_own(
    ada: Browser, guest: Browser
) -> None:
    form = await ada.open("/settings/users/new/")

    told = await ada.submit(form, INVITE, full_name="Bob", email="bob@foyer.test")
    assert "It is good once" in told.text
    link = link_of(told)
    done = await guest.submit(await guest.open(link), RESET, new_password=NEW)

    assert done.path == "/login/"
    assert "Your password is set." in done.one(TOAST).text
    assert (await guest.sign_in("bob@foyer.test", NEW)).path == HOME
    again = await guest.submit(await guest.open(link), RESET, new_password=NEW)
    assert again.status == 422
    assert "used or is too old" in again.text


async def test_the_same_form_sent_twice_makes_one_user_and_tells_the_link_once(
    ada: Browser, api: SignedIn
) -> None:
    form = await ada.open("/settings/users/new/")
    typed = {"full_name": "Bob", "email": "bob@foyer.test"}

    first, second = [await ada.submit(form, INVITE, **typed) for _ in range(2)]

    assert first.has("#secret")
    assert not second.has("#secret")
    assert "Make another one." in second.text
    assert (await api.get("/api/v1/users")).json()["total"] == 2


async def test_an_address_that_is_taken_is_told_beside_its_field(
    ada: Browser, api: SignedIn
) -> None:
    form = await ada.open("/settings/users/new/")

    told = await ada.submit(form, INVITE, full_name="Ada", email=api.user["email"])

    assert told.status == 422
    assert told.has("#field-email-error")
    assert told.fields(INVITE)["full_name"] == "Ada"


async def test_a_role_is_changed(ada: Browser, api: SignedIn) -> None:
    bob = await make_user(api, full_name="Bob")
    page = await ada.open(f"/settings/users/{bob['id']}")

    await ada.submit(page, EDIT, role="ADMIN", full_name="Robert")

    saved = (await api.get(f"/api/v1/users/{bob['id']}")).json()
    assert (saved["role"], saved["full_name"]) == ("ADMIN", "Robert")


async def test_somebody_is_shut_off_and_let_in_again(
    ada: Browser, api: SignedIn, guest: Browser
) -> None:
    bob = await make_user(api, full_name="Bob")
    page = await ada.open(f"/settings/users/{bob['id']}")

    off = await ada.submit(page, "form[action$='/deactivate/']")
    assert "shut off" in off.text
    assert (await guest.sign_in(bob["email"])).status == 422
    on = await ada.submit(off, "form[action$='/activate/']")

    assert "They may sign in again." in on.one(TOAST).text
    assert (await guest.sign_in(bob["email"], PASSWORD)).path == HOME


async def test_the_last_admin_is_not_locked_out(ada: Browser, api: SignedIn) -> None:
    page = await ada.open(f"/settings/users/{api.user_id}")

    told = await ada.submit(page, "form[action$='/deactivate/']")
    demoted = await ada.submit(page, EDIT, role="USER")

    assert "This is the last admin; make another one first" in told.one(TOAST).text
    assert demoted.status == 422
    assert "This is the last admin; make another one first" in demoted.text


async def test_users_are_found_by_their_name(ada: Browser, api: SignedIn) -> None:
    for name in ("Grace Hopper", "Alan Turing"):
        await make_user(api, full_name=name)

    part = await ada.part("/settings/users/?search=grace", target="div#users")

    assert [row.text for row in part.all("#user tbody .person span > span:first-child")]
    assert "Grace Hopper" in part.html
    assert "Alan Turing" not in part.html


async def test_whoever_forgot_a_password_learns_nothing_of_others(guest: Browser) -> None:
    form = await guest.open("/forgot/")
    assert (await guest.open("/login/")).has("a[href='/forgot/']")

    told = await guest.submit(form, "form[action='/forgot/']", email="nobody@foyer.test")
    wrong = await guest.submit(form, "form[action='/forgot/']", email="nobody")

    assert told.status == 200
    assert "If this address has an account" in told.text
    assert wrong.has("#field-email-error")


async def test_a_password_that_is_easily_guessed_is_refused(
    ada: Browser, api: SignedIn, guest: Browser
) -> None:
    bob = await make_user(api, full_name="Bob")
    page = await ada.open(f"/settings/users/{bob['id']}")
    link = link_of(await ada.submit(page, "form[action$='/reset/']"))

    page = await guest.open(link)
    told = await guest.submit(page, RESET, new_password="password1234")

    assert page.headers["referrer-policy"] == "strict-origin"  # the address lets one in
    assert told.status == 422
    assert "easily guessed" in told.one("#field-new_password-error").text
    assert (await guest.submit(told, RESET, new_password=NEW)).path == "/login/"
