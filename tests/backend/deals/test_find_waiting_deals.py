"""Deals that nobody does anything about: without a next step, or unchanged for long."""

from datetime import timedelta

import asyncpg
import pytest

from tests.support.builders import make_client, make_deal, make_task
from tests.support.pages import page_of, walk
from tests.support.people import Json, SignedIn

DEALS = "/api/v1/deals"


async def titles(api: SignedIn, **params: object) -> list[str]:
    return [deal["title"] for deal in await walk(api, DEALS, sort="title", **params)]


async def make_step(api: SignedIn, deal: Json, **fields: object) -> Json:
    return await make_task(api, client_id=deal["client_id"], deal_id=deal["id"], **fields)


async def unchanged_for(database: asyncpg.Connection, deal: Json, days: float) -> None:
    await database.execute(
        "UPDATE deals SET updated_at = now() - $2::interval WHERE id = $1",
        deal["id"],
        timedelta(days=days),
    )


async def test_a_deal_tells_its_next_step(api: SignedIn) -> None:
    deal = await make_deal(api)
    for due in ("2030-05-02", "2030-05-01", None):
        await make_step(api, deal, due_date=due)
    done = await make_step(api, deal, due_date="2030-01-01")
    await api.post(f"/api/v1/tasks/{done['id']}/complete")

    [card] = (await page_of(api, f"{DEALS}/board"))["columns"][0]["items"]
    one = (await api.get(f"{DEALS}/{deal['id']}")).json()
    moved = (await api.post(f"{DEALS}/{deal['id']}/move", json={"status": "WON"})).json()

    for view in (card, one, moved):
        assert (view["open_tasks"], view["next_task_due"]) == (3, "2030-05-01")


async def test_a_step_may_have_no_day(api: SignedIn) -> None:
    deal = await make_deal(api)
    await make_step(api, deal)

    one = (await api.get(f"{DEALS}/{deal['id']}")).json()

    assert (one["open_tasks"], one["next_task_due"]) == (1, None)


async def test_open_deals_without_a_next_step_are_found(api: SignedIn) -> None:
    planned, done, trashed = [await make_deal(api, title=t) for t in ("planned", "done", "gone")]
    await make_deal(api, title="bare", status="IN_PROGRESS")
    await make_deal(api, title="won", status="WON")
    await make_step(api, planned)
    step = await make_step(api, done)
    await api.post(f"/api/v1/tasks/{step['id']}/complete")
    step = await make_step(api, trashed)
    await api.delete(f"/api/v1/tasks/{step['id']}")

    assert await titles(api, without_next_step="true") == ["bare", "done", "gone"]
    assert len(await titles(api, without_next_step="false")) == 5


async def test_open_deals_that_nobody_changed_are_found(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    for title, days, status in (
        ("fresh", 20.9, "NEW"),
        ("old", 21.1, "NEW"),
        ("older", 40, "IN_PROGRESS"),
        ("lost", 40, "LOST"),
    ):
        await unchanged_for(database, await make_deal(api, title=title, status=status), days)

    assert await titles(api, idle_days=21) == ["old", "older"]
    assert await titles(api, idle_days=21, status="NEW") == ["old"]


@pytest.mark.parametrize("days", ["0", "-1", "3651", "soon"])
async def test_days_that_are_none_are_refused(api: SignedIn, days: str) -> None:
    assert (await api.get(DEALS, params={"idle_days": days})).status_code == 400


async def test_who_came_last_to_their_stage(api: SignedIn, database: asyncpg.Connection) -> None:
    deal = await make_deal(api)
    long_ago = await database.fetchval(
        "UPDATE deals SET stage_since = now() - interval '9 days' WHERE id = $1"
        " RETURNING to_char(stage_since, 'YYYY-MM-DD')",
        deal["id"],
    )

    edited = (await api.patch(f"{DEALS}/{deal['id']}", json={"title": "Renamed"})).json()
    moved = (await api.post(f"{DEALS}/{deal['id']}/move", json={"status": "WON"})).json()

    assert edited["stage_since"].startswith(long_ago)
    assert moved["stage_since"] == moved["updated_at"] == moved["closed_at"]


async def test_a_bulk_change_of_the_stage_counts_too(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    deal = await make_deal(api, client_id=(await make_client(api))["id"])
    await database.execute("UPDATE deals SET stage_since = now() - interval '9 days'")

    await api.post(
        f"{DEALS}/bulk",
        json={"action": "update", "ids": [deal["id"]], "fields": {"status": "IN_PROGRESS"}},
    )

    one = (await api.get(f"{DEALS}/{deal['id']}")).json()
    assert one["stage_since"] == one["updated_at"]
