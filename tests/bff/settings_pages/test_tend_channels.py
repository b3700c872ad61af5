"""Chat channels, one's own and the team's."""

import asyncpg

from tests.bff.browser import TOAST, Browser
from tests.bff.conftest import SignIn
from tests.support.people import SignedIn

PAGE, NEW = "/settings/channels/", "form[action='/settings/channels/new/']"
SECRET = "bottoken12345"
URL = f"json://127.0.0.1:9/{SECRET}"


async def test_ones_own_is_made_tried_and_taken_away(
    at_work: SignIn, database: asyncpg.Connection
) -> None:
    ann = await at_work(name="Ann")
    assert "No channels yet" in (await ann.open(PAGE)).text

    page = await ann.submit(await ann.open(f"{PAGE}new/"), NEW, name="Phone", url=URL)
    await database.execute(
        "UPDATE channel_deliveries SET status = 'DELIVERED', attempts = 1, duration_ms = 70"
    )
    tested = await ann.submit(page, "form[action$='/test/']")
    await database.execute(
        "UPDATE channel_deliveries SET error = 'It answered 404' WHERE status = 'PENDING'"
    )
    failed = await ann.open(page.path)
    listed = await ann.open(PAGE)
    gone = await ann.submit(page, "#remove-channel form")

    assert "its result appears below" in page.one(TOAST).text
    assert page.one("#channel").attrs["data-live"] == f"channel:{page.path.split('/')[-1]}"
    assert "A test is on its way" in tested.one(TOAST).text
    assert all(text in failed.text for text in ("Delivered", "70 ms", "It answered 404"))
    assert "Phone" in listed.text
    assert "json://…****" in listed.text
    assert not [p for p in (page, tested, failed, listed) if SECRET in p.html]
    assert gone.path == PAGE
    assert "No channels yet" in gone.text


async def test_a_teams_says_what_it_tells(ada: Browser, api: SignedIn) -> None:
    form = await ada.open(f"{PAGE}new/?team=1")
    ticked = {"name": "Sales", "url": URL, "events-client_added": "client_added"}

    page = await ada.submit(form, NEW, **ticked)
    edit = await ada.open(f"{page.path}/edit/")
    fields = edit.fields("form[action$='/edit/']")
    del fields["events-deal_won"]
    edited = await ada.send(f"{page.path}/edit/", fields | {"name": "Team"})

    (channel,) = (await api.get("/api/v1/channels")).json()["items"]
    assert "Won deals" in page.text
    assert (channel["name"], channel["events"]) == ("Team", ["client_added"])
    assert edited.path == page.path
    assert "New clients" in edited.text


async def test_what_does_not_fit_is_said_and_the_secret_is_not(ada: Browser) -> None:
    form = await ada.open(f"{PAGE}new/")

    unknown = await ada.submit(form, NEW, name="Phone", url=f"mailto://{SECRET}@example.com")
    nameless = await ada.submit(form, NEW, url=URL)
    idle = await ada.send(
        f"{PAGE}new/", form.fields(NEW) | {"name": "Team", "url": URL, "is_team": "1"}
    )

    assert [page.status for page in (unknown, nameless, idle)] == [422] * 3
    assert "not one of those that are taken" in unknown.one("#field-url-error").text
    assert unknown.fields(NEW)["name"] == "Phone"
    assert nameless.has("#field-name-error")
    assert "Choose what the team is told of" in idle.text
    assert not [page for page in (unknown, nameless, idle) if SECRET in page.html]


async def test_it_is_switched_off_and_on(ada: Browser, api: SignedIn) -> None:
    page = await ada.submit(await ada.open(f"{PAGE}new/"), NEW, name="Phone", url=URL)

    off = await ada.submit(page, "form[action$='/switch/']")
    refused = await ada.submit(off, "form[action$='/test/']")
    stale = await ada.submit(page, "form[action$='/switch/']")

    assert "switched off" in refused.one(TOAST).text
    assert "changed this meanwhile" in stale.one(TOAST).text
    assert (await api.get("/api/v1/channels")).json()["items"][0]["is_active"] is False


async def test_a_broken_one_says_why(
    ada: Browser, api: SignedIn, database: asyncpg.Connection
) -> None:
    page = await ada.submit(await ada.open(f"{PAGE}new/"), NEW, name="Phone", url=URL)
    await database.execute("UPDATE channels SET failing_since = now()")
    failing = await ada.open(page.path)
    await database.execute(
        "UPDATE channels SET is_active = false,"
        " disabled_reason = 'Nothing was taken for a day: It answered 404'"
    )
    await database.execute("UPDATE channel_deliveries SET status = 'DROPPED'")

    dead = await ada.open(page.path)

    assert "Nothing was taken since" in failing.text
    assert "Nothing was taken for a day: It answered 404" in dead.text
    assert "not for its owner to see" in dead.text
    assert "Switched off" in (await ada.open(PAGE)).text
    assert (await api.get("/api/v1/channels")).json()["items"][0]["events"] == []


async def test_the_teams_are_for_admins(ada: Browser, at_work: SignIn) -> None:
    ticked = {"name": "Sales", "url": URL}
    made = await ada.submit(await ada.open(f"{PAGE}new/?team=1"), NEW, **ticked)
    ann = await at_work(name="Ann")

    form = await ann.open(f"{PAGE}new/?team=1")
    forged = await ann.send(
        f"{PAGE}new/", form.fields(NEW) | ticked | {"is_team": "1", "events-deal_won": "deal_won"}
    )

    assert not form.has("[name='events-deal_won']")
    assert forged.status == 403
    assert (await ann.open(made.path)).status == 404
    assert "Sales" not in (await ann.open(PAGE)).text
