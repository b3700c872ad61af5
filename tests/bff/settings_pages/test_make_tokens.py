"""API tokens: made, shown once, revoked."""

import httpx

from tests.bff.browser import TOAST, Browser
from tests.bff.conftest import SignIn
from tests.support.people import SignedIn

FORM = "form.form[action='/settings/tokens/']"
ME = "/api/v1/me"


async def test_a_token_is_shown_once_and_works(ada: Browser, anonymous: httpx.AsyncClient) -> None:
    page = await ada.open("/settings/tokens/")

    made = await ada.submit(page, FORM, name="Nightly", **{"scope-write": "write"})

    secret = made.one("#secret").attrs["value"]
    headers = {"Authorization": f"Bearer {secret}"}
    assert (await anonymous.get(ME, headers=headers)).status_code == 200
    listed = await ada.open("/settings/tokens/")
    assert not listed.has("#secret")
    assert secret not in listed.html
    assert "read change" in listed.one("#token tbody tr").text.replace("\n", " ") or (
        {"read", "change"} <= {one.text for one in listed.all("#token .badge")}
    )


async def test_a_revoked_one_is_gone(ada: Browser) -> None:
    page = await ada.open("/settings/tokens/")
    made = await ada.submit(page, FORM, name="Nightly")

    revoked = await ada.submit(made, "form[action$='/revoke/']")

    assert "Token revoked." in revoked.one(TOAST).text
    assert "No tokens yet" in revoked.text


async def test_what_is_wrong_is_told_and_the_rest_is_kept(ada: Browser) -> None:
    page = await ada.open("/settings/tokens/")

    told = await ada.submit(page, FORM, name="", expires_in_days="30", **{"scope-write": "write"})

    assert told.status == 422
    assert told.one("#field-name-error").text == "Please fill this in."
    fields = told.fields(FORM)
    assert (fields["expires_in_days"], fields["scope-write"]) == ("30", "write")


async def test_only_an_admin_is_offered_what_admins_may(at_work: SignIn, api: SignedIn) -> None:
    bob = await at_work(name="Bob")
    page = await bob.open("/settings/tokens/")
    assert not page.has("[name='scope-admin']")

    told = await bob.submit(page, FORM, name="Root", **{"scope-admin": "admin"})

    assert told.status == 422
    assert "Only an admin's token" in told.text
    assert (await api.get("/api/v1/tokens")).json()["total"] == 0
