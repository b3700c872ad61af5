"""One's own profile, password and sessions."""

import pytest

from backend.accounts import gate
from bff.shell import HOME
from tests.bff.browser import LOGIN, TOAST, Browser
from tests.bff.conftest import SignIn
from tests.bff.wire import Wire
from tests.support.people import PASSWORD, SignedIn

PROFILE, PASSWORD_FORM = "form[action='/settings/profile/']", "form[action='/settings/password/']"
NEW = "purple monkey dishwasher"


@pytest.fixture(autouse=True)
def nothing_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "FRESH", -1.0)


async def test_name_zone_and_language_count_from_the_next_page_on(
    ada: Browser, api: SignedIn
) -> None:
    page = await ada.open("/settings/")
    assert page.path == "/settings/profile/"

    saved = await ada.submit(
        page, PROFILE, full_name="Ada King", time_zone="Asia/Tokyo", locale="ru"
    )

    assert saved.one("html").attrs["lang"] == "ru"
    assert "Ada King" in saved.one(".user-button").text
    me = (await api.get("/api/v1/me")).json()
    assert (me["full_name"], me["time_zone"], me["locale"]) == ("Ada King", "Asia/Tokyo", "ru")


async def test_a_zone_that_there_is_not_is_told_beside_its_field(ada: Browser) -> None:
    page = await ada.open("/settings/profile/")

    told = await ada.submit(page, PROFILE, time_zone="Mars/Olympus")

    assert told.status == 422
    assert "IANA time zone" in told.one("#field-time_zone-error").text
    assert told.fields(PROFILE)["time_zone"] == "Mars/Olympus"


async def test_every_zone_can_be_found(ada: Browser) -> None:
    page = await ada.open("/settings/profile/")

    zones = {option.attrs["value"] for option in page.all("#field-time_zone-options option")}

    assert {"Europe/Berlin", "Asia/Kolkata", "UTC", "America/Argentina/Ushuaia"} <= zones


async def test_a_new_password_signs_out_everywhere_else(
    ada: Browser, api: SignedIn, guest: Browser
) -> None:
    page = await ada.open("/settings/profile/")
    wrong = await ada.submit(page, PASSWORD_FORM, current_password="no", new_password=NEW)
    assert wrong.status == 422
    assert wrong.one("#field-current_password-error").text == "This is not your password"

    done = await ada.submit(wrong, PASSWORD_FORM, current_password=PASSWORD, new_password=NEW)

    assert "Your password is changed." in done.one(TOAST).text
    assert (await api.get("/api/v1/me")).status_code == 401
    assert (await guest.sign_in(api.user["email"], NEW)).path == HOME


async def test_a_session_is_told_by_its_browser_and_ended(
    ada: Browser, api: SignedIn, guest: Browser
) -> None:
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    guest.http.headers["user-agent"] = agent
    await guest.sign_in(api.user["email"])
    page = await ada.open("/settings/sessions/")
    assert "Firefox on Linux" in page.text
    row = next(row for row in page.all("#session tbody tr") if "Firefox" in row.text)
    action = row.select_one("form").attrs["action"]

    ended = await ada.submit(page, f"form[action='{action}']")

    assert "That session is over." in ended.one(TOAST).text
    assert "Firefox" not in ended.one("#session").text
    await guest.open("/clients/")
    assert (await api.get("/api/v1/me")).status_code == 200


async def test_all_others_are_ended_at_once_and_this_one_stays(ada: Browser, api: SignedIn) -> None:
    page = await ada.open("/settings/sessions/")

    alone = await ada.submit(page, "form[action='/settings/sessions/end-others/']")

    assert len(alone.all("#session tbody tr")) == 1
    assert "This one" in alone.one("#session").text
    assert not alone.has("form[action$='/end-others/']")
    assert (await api.get("/api/v1/me")).status_code == 401


@pytest.mark.parametrize("place", ["users/", "users/new/", "webhooks/", "webhooks/new/", "system/"])
async def test_the_admins_places_are_not_there_for_others(at_work: SignIn, place: str) -> None:
    bob = await at_work(name="Bob")

    page = await bob.open(f"/settings/{place}")

    assert page.status == 403
    assert not (await bob.open("/settings/profile/")).has(f".side-nav a[href='/settings/{place}']")


async def test_without_the_backend_nothing_can_be_sent(ada: Browser, wire: Wire) -> None:
    await ada.open("/settings/profile/")

    wire.is_cut = True
    page = await ada.open("/settings/profile/")

    assert page.status == 200
    assert all("disabled" in b.attrs for b in page.all(f"{PROFILE} button, {PASSWORD_FORM} button"))
    assert not page.has(LOGIN)
