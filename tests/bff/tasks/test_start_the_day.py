"""Today: what is due, which deals wait, and what just happened logged in a line."""

from datetime import timedelta

import asyncpg

from tests.bff.browser import TOAST, Browser
from tests.bff.tasks.days import in_days
from tests.support.builders import activity_of, make_client, make_deal, make_task, make_user
from tests.support.people import SignedIn

LOG = "form[action='/today/log/']"
TODAY = "/today/"


async def test_it_shows_what_is_due_and_ones_own(ada: Browser, api: SignedIn) -> None:
    bob = await make_user(api)
    await make_task(api, title="Late", due_date=in_days(-1))
    await make_task(api, title="Now", due_date=in_days(0))
    await make_task(api, title="Soon", due_date=in_days(1))
    await make_task(api, title="His", due_date=in_days(0), assigned_to=bob["id"])

    page = await ada.open(TODAY)

    assert [title.text for title in page.all(".check-title")] == ["Late", "Now"]
    assert page.has("#group-OVERDUE")
    assert page.has("#group-TODAY")


async def test_deals_without_a_next_step_can_be_planned(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api, title="Roof")
    planned = await make_deal(api, title="Planned")
    await make_task(api, client_id=planned["client_id"], deal_id=planned["id"])
    await make_deal(api, title="Won", status="WON")

    page = await ada.open(TODAY)

    assert [row.text for row in page.all("#stepless tbody a.link")] == ["Roof"]
    plan = page.one("#stepless a[href^='/tasks/new/']")
    assert plan.attrs["href"] == f"/tasks/new/?deal={deal['id']}"


async def test_deals_that_wait_say_why(
    ada: Browser, api: SignedIn, database: asyncpg.Connection
) -> None:
    for title, days in (("Fresh", 10), ("Waits", 15)):
        deal = await make_deal(api, title=title)
        await database.execute(
            "UPDATE deals SET updated_at = now() - $1::interval WHERE id = $2",
            timedelta(days=days),
            deal["id"],
        )

    page = await ada.open(TODAY)

    assert [row.text for row in page.all("#waiting tbody a.link")] == ["Waits"]
    assert "No change for 15 days" in page.one("#waiting").text


async def test_nothing_due_is_good_news(ada: Browser) -> None:
    page = await ada.open(TODAY)

    assert "Nothing is due today" in page.text
    assert "Every deal has a next step" in page.text


async def test_a_call_is_logged_with_its_follow_up(ada: Browser, api: SignedIn) -> None:
    """Without scripts: find the client, choose, send."""
    client = await make_client(api, name="Navy")
    page = await ada.open(TODAY)

    found = await ada.submit(page, LOG, client_id_search="nav", find="client_id")
    logged = await ada.submit(
        found, LOG, client_id=client["id"], text="Rang them", follow_up=in_days(3)
    )

    assert logged.path == TODAY
    assert "Logged." in logged.one(TOAST).text
    (entry, _) = await activity_of(api, client["id"])
    assert (entry["action"], entry["payload"]["text"]) == ("noted", "Rang them")
    (task,) = (await api.get("/api/v1/tasks")).json()["items"]
    assert (task["title"], task["due_date"]) == ("Follow up: Rang them", in_days(3))
    assert task["client_id"] == client["id"]


async def test_without_a_day_it_is_a_note_alone(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api)

    await ada.submit(await ada.open(TODAY), LOG, client_id=client["id"], text="Rang them")

    assert len(await activity_of(api, client["id"])) == 2
    assert (await api.get("/api/v1/tasks")).json()["items"] == []


async def test_what_is_missing_is_said_and_what_was_typed_is_kept(ada: Browser) -> None:
    refused = await ada.submit(await ada.open(TODAY), LOG, text="Rang them")

    assert refused.status == 422
    assert refused.one("#log-client-error").text == "Please fill this in."
    assert refused.fields(LOG)["text"] == "Rang them"
