"""Listing and searching tasks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from tests.support.builders import make_client, make_deal, make_task
from tests.support.bulk import add_tasks
from tests.support.pages import page_of, pointers, walk
from tests.support.people import People, SignedIn

TASKS = "/api/v1/tasks"
EAST, WEST = "Pacific/Kiritimati", "Pacific/Midway"  # 25 hours apart: never the same day


async def titles(api: SignedIn, **params: object) -> list[str]:
    return [item["title"] for item in await walk(api, TASKS, **params)]


async def test_filters_narrow_together(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in()
    deal = await make_deal(api)
    of_deal = {"client_id": deal["client_id"], "deal_id": deal["id"]}
    await make_task(api, title="done", status="DONE", **of_deal)
    await make_task(api, title="to do", **of_deal)
    await make_task(api, title="of the client", client_id=deal["client_id"])
    await make_task(api, title="elsewhere", status="DONE")
    await make_task(ann, title="hers", **of_deal)

    assert await titles(api, deal=deal["id"], status="DONE") == ["done"]
    assert await titles(api, client=deal["client_id"], assigned_to=api.user_id, sort="title") == [
        "done",
        "of the client",
        "to do",
    ]
    assert await titles(api, assigned_to=ann.user_id) == ["hers"]


async def test_due_in_a_range_of_days(api: SignedIn) -> None:
    for due in ("2030-01-01", "2030-01-02", "2030-01-03", None):
        await make_task(api, title=str(due), due_date=due)

    async def days(**params: str) -> list[str]:
        return [title[-2:] for title in await titles(api, sort="due_date", **params)]

    assert await days(due_from="2030-01-02") == ["02", "03"]
    assert await days(due_to="2030-01-02") == ["01", "02"]
    assert await days(due_from="2030-01-02", due_to="2030-01-02") == ["02"]
    assert await days(due_from="2030-01-03", due_to="2030-01-01") == []


async def test_what_is_overdue_depends_on_where_one_is(api: SignedIn) -> None:
    in_the_west = datetime.now(ZoneInfo(WEST)).date()
    await make_task(api, title="due today in the west", due_date=str(in_the_west))

    found = {}
    for zone in (EAST, WEST):
        await api.patch("/api/v1/me", json={"time_zone": zone})
        found[zone] = await titles(api, overdue=True)

    assert found == {EAST: ["due today in the west"], WEST: []}


async def test_neither_done_nor_dateless_tasks_are_overdue(api: SignedIn) -> None:
    long_ago = {"due_date": str(datetime.now(UTC).date() - timedelta(days=9))}
    await make_task(api, title="late", **long_ago)
    await make_task(api, title="begun late", status="IN_PROGRESS", **long_ago)
    await make_task(api, title="done late", status="DONE", **long_ago)
    await make_task(api, title="whenever")

    assert await titles(api, overdue=True, sort="title") == ["begun late", "late"]
    assert await titles(api, overdue=False, sort="title") == ["done late", "whenever"]
    assert await titles(api, overdue=True, status="DONE") == []


async def test_without_a_due_date_comes_last_either_way(api: SignedIn) -> None:
    for due in ("2031-01-01", None, "2030-01-01"):
        await make_task(api, title=str(due), due_date=due)

    assert await titles(api, sort="due_date") == ["2030-01-01", "2031-01-01", "None"]
    assert await titles(api, sort="-due_date") == ["2031-01-01", "2030-01-01", "None"]


async def test_the_last_day_of_all_is_a_day(api: SignedIn) -> None:
    task = await make_task(api, due_date="9999-12-31")

    assert (await api.get(f"{TASKS}/{task['id']}")).json()["due_date"] == "9999-12-31"
    assert await titles(api, due_from="9999-12-31") == [task["title"]]
    assert await titles(api, due_to="9999-12-30") == []


@pytest.mark.parametrize(
    ("params", "total"),
    [
        ({}, 3),
        ({"status": "TODO"}, 3),
        ({"status": "DONE"}, 0),
        ({"due_from": "2030-01-02"}, 2),
        ({"search": "task 1"}, 1),
    ],
)
async def test_totals_are_exact(
    api: SignedIn, database: asyncpg.Connection, params: dict[str, str], total: int
) -> None:
    client = await make_client(api)
    await add_tasks(database, api.user_id, client["id"], 3)

    page = await page_of(api, TASKS, limit=1, **params)

    assert (page["total"], page["total_is_exact"]) == (total, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "done"),
        ("client", "7"),
        ("assigned_to", "me"),
        ("due_from", "tomorrow"),
        ("due_from", "2030-02-30"),
        ("due_from", "5"),
        ("due_to", "2030-01-01T00:00:00Z"),
        ("due_to", ""),
        ("overdue", "perhaps"),
        ("trashed", "perhaps"),
        ("sort", "assigned_to"),
        ("colour", "red"),
    ],
)
async def test_a_parameter_that_does_not_fit_is_refused(
    api: SignedIn, name: str, value: str
) -> None:
    answer = await api.get(TASKS, params={name: value})

    assert (answer.status_code, pointers(answer.json())) == (400, [f"?{name}"])


@pytest.mark.parametrize("search", ["rückruf", "RUCKRUF W", "звон", "EXT-7", "50%"])
async def test_titles_and_external_ids_are_searched(api: SignedIn, search: str) -> None:
    await make_task(api, title="Rückruf wegen Звонок 50%", external_id="ext-7")
    await make_task(api, title="Mail 50")

    assert await titles(api, search=search) == ["Rückruf wegen Звонок 50%"]


async def test_a_page_costs_one_query(api: SignedIn, queries: list[str]) -> None:
    task = await make_task(api)
    queries.clear()

    await page_of(api, TASKS)
    await page_of(
        api, TASKS, overdue=False, client=task["client_id"], search="task", sort="due_date"
    )

    assert len(queries) == 2
