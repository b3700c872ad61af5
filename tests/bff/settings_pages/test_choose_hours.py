"""Quiet hours, and the hour of the digest."""

from tests.bff.browser import Browser
from tests.support.people import SignedIn

PAGE, FORM = "/settings/notifications/", "form[action='/settings/times/']"


async def test_they_are_kept_and_taken_back(ada: Browser, api: SignedIn) -> None:
    page = await ada.open(PAGE)
    saved = await ada.submit(page, FORM, quiet_from="22:00", quiet_to="07:30", digest_hour="8")
    me = (await api.get("/api/v1/me")).json()

    cleared = await ada.submit(saved, FORM, quiet_from="", quiet_to="")

    assert (me["quiet_from"], me["quiet_to"], me["digest_hour"]) == ("22:00", "07:30", 8)
    assert saved.fields(FORM)["quiet_to"] == "07:30"
    assert cleared.fields(FORM)["quiet_from"] == ""
    assert (await api.get("/api/v1/me")).json()["quiet_to"] is None


async def test_what_does_not_fit_is_said_at_its_field(ada: Browser, api: SignedIn) -> None:
    page = await ada.open(PAGE)

    half = await ada.submit(page, FORM, quiet_from="22:00")
    nothing = await ada.submit(page, FORM, quiet_from="22:00", quiet_to="22:00")
    broken = await ada.submit(page, FORM, quiet_from="25:00", quiet_to="07:00")

    assert [answer.status for answer in (half, nothing, broken)] == [422] * 3
    assert "a beginning and an end" in half.one("#field-quiet_to-error").text
    assert "at another time" in nothing.one("#field-quiet_to-error").text
    assert broken.has("#field-quiet_from-error")
    assert broken.fields(FORM)["quiet_to"] == "07:00"
    assert (await api.get("/api/v1/me")).json()["quiet_from"] is None


async def test_a_switch_answers_alone(ada: Browser, api: SignedIn) -> None:
    page = await ada.open(PAGE)
    turn = page.fields("#tell-digest-inbox")

    answer = await ada.send(PAGE, turn, {"hx-request": "true", "hx-request-type": "partial"})

    assert not answer.has(FORM)
    settings = (await api.get("/api/v1/notifications/settings")).json()
    assert settings["digest"]["inbox"] is True
