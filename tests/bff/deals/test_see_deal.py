"""A deal's own page: its stages, and what is known of it."""

import asyncpg

from tests.bff.browser import Browser, Page
from tests.bff.conftest import SignIn
from tests.support.builders import make_deal, make_task
from tests.support.people import SignedIn

MOVE = "form[action$='/move/']"


def stage(page: Page) -> str:
    return " ".join(page.one(".stages [aria-current=step]").stripped_strings)


async def test_a_stage_is_one_click_away(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api)
    page = await ada.open(f"/deals/{deal['id']}")

    moved = await ada.submit(page, MOVE, lane="IN_PROGRESS")

    assert moved.path == f"/deals/{deal['id']}"
    assert "Moved to In progress." in moved.text
    assert stage(moved) == "In progress since today"
    assert "moved this" in moved.text


async def test_a_closed_deal_is_reopened(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api, status="WON")
    page = await ada.open(f"/deals/{deal['id']}")
    assert stage(page) == "Won since today"

    await ada.submit(page, MOVE, lane="NEW")

    now = (await api.get(f"/api/v1/deals/{deal['id']}")).json()
    assert (now["status"], now["closed_at"]) == ("NEW", None)


async def test_who_was_slower_is_told_on_the_page_too(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api, title="Renewal")
    page = await ada.open(f"/deals/{deal['id']}")
    await api.post(f"/api/v1/deals/{deal['id']}/move", json={"status": "WON"})

    moved = await ada.submit(page, MOVE, lane="IN_PROGRESS")

    assert "Ada Admin was faster and moved “Renewal” to Won." in moved.text
    assert stage(moved) == "Won since today"


async def test_the_page_says_how_long_and_what_comes_next(
    ada: Browser, api: SignedIn, database: asyncpg.Connection
) -> None:
    deal = await make_deal(api, status="IN_PROGRESS")
    await make_task(api, client_id=deal["client_id"], deal_id=deal["id"], due_date="2030-01-31")
    await database.execute(
        "UPDATE deals SET updated_at = now() - interval '30 days',"
        " stage_since = now() - interval '40 days'"
    )

    page = await ada.open(f"/deals/{deal['id']}")

    assert stage(page) == "In progress for 40 days"
    for said in ("Next step on Jan 31, 2030", "No change for 30 days"):
        assert said in page.text


async def test_somebody_elses_deal_is_only_looked_at(at_work: SignIn, api: SignedIn) -> None:
    deal = await make_deal(api)
    bob = await at_work(name="Bob")

    page = await bob.open(f"/deals/{deal['id']}")

    assert stage(page) == "New since today"
    assert not page.has(".stages button")
    assert not page.has("a[href$='/edit/']")


async def test_its_tasks_are_ticked_off_where_they_are_read(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api)
    of_deal = {"client_id": deal["client_id"], "deal_id": deal["id"]}
    await make_task(api, title="Later", due_date="2030-01-31", **of_deal)
    await make_task(api, title="Late", due_date="2026-01-31", **of_deal)
    await make_task(api, title="Of another deal")
    page = await ada.open(f"/deals/{deal['id']}")
    assert [step.text for step in page.all(".check-title")] == ["Late", "Later"]

    late, _ = page.all(".checklist form")
    done = await ada.send(late.attrs["action"], dict(late.form_data()))

    assert done.path == f"/deals/{deal['id']}"
    assert "Done: Late" in done.text
    assert len(done.all(".check-row[data-done]")) == 1


async def test_a_deal_without_a_step_asks_for_one(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api)
    page = await ada.open(f"/deals/{deal['id']}")
    assert "Nothing is planned. What comes next?" in page.text

    form = await ada.open(page.one("a[href^='/tasks/new/?deal=']").attrs["href"])

    assert form.fields("form[action='/tasks/new/']")["deal_id"] == deal["id"]
