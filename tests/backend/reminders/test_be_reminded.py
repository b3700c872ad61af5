"""Being reminded of a task, once and at the right minute."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from backend.core.db import Database, connect
from backend.reminders import service
from backend.settings import Settings
from tests.support.builders import inbox_of, make_client, make_deal, make_task
from tests.support.people import Json, SignedIn

NOON = datetime(2031, 3, 3, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Remind = Callable[[datetime], Awaitable[int]]


@pytest.fixture
async def connection(settings: Settings) -> AsyncIterator[Database]:
    async with connect(settings.database_url, pool_size=4) as connected:
        yield connected


@pytest.fixture
def remind(connection: Database) -> Remind:
    async def nobody() -> None: ...

    async def look(now: datetime) -> int:
        return await service.remind(connection, nobody, now=now)

    return look


@pytest.fixture
async def ann(signed_in: Callable[..., Awaitable[SignedIn]]) -> SignedIn:
    return await signed_in(name="Ann")


async def a_task(api: SignedIn, at: datetime = NOON, **fields: object) -> Json:
    return await make_task(api, remind_at=at.isoformat(), **fields)


async def told(person: SignedIn) -> list[str]:
    """What reminders named, newest first."""
    inbox = await inbox_of(person)
    return [one["payload"]["name"] for one in inbox if one["type"] == "task_reminder"]


async def change(api: SignedIn, task: Json, **fields: object) -> None:
    answer = await api.patch(f"/api/v1/tasks/{task['id']}", json=fields)
    assert answer.status_code == 200, answer.text


async def test_at_its_minute_and_not_before_and_not_again(api: SignedIn, remind: Remind) -> None:
    client = await make_client(api, name="Acme")
    deal = await make_deal(api, client_id=client["id"], title="Roof")
    task = await a_task(
        api, title="Call", client_id=client["id"], deal_id=deal["id"], due_date="2031-03-04"
    )

    assert [await remind(NOON + late) for late in (-MINUTE, 0 * MINUTE, MINUTE)] == [0, 1, 0]

    (one,) = await inbox_of(api)
    assert (one["type"], one["entity_type"], one["entity_uuid"]) == (
        *("task_reminder", "task"),
        task["id"],
    )
    assert one["actor_id"] is None
    assert one["payload"] == {
        "name": "Call",
        "client_name": "Acme",
        "deal_title": "Roof",
        "due_date": "2031-03-04",
        "remind_at": "2031-03-03T12:00:00Z",
    }
    assert (await api.get(f"/api/v1/tasks/{task['id']}")).json()["version"] == task["version"]


async def test_once_by_however_many_schedulers(
    api: SignedIn, ann: SignedIn, remind: Remind
) -> None:
    titles = [f"Task {n}" for n in range(20)]
    for title in titles:
        await a_task(api, title=title, assigned_to=ann.user_id)

    counts = await asyncio.gather(*(remind(NOON) for _ in range(4)))

    assert sum(counts) == 20
    assert sorted(await told(ann)) == sorted(titles)
    assert await told(api) == []


async def test_late_ones_after_a_downtime_are_told_together_and_once(
    api: SignedIn, ann: SignedIn, remind: Remind
) -> None:
    for days in (30, 2, 1):
        await a_task(api, NOON - days * DAY, title=f"{days} days", assigned_to=ann.user_id)
    await a_task(api, NOON - MINUTE, title="Now", assigned_to=ann.user_id)
    await a_task(api, NOON - DAY, title="Mine")

    assert [await remind(NOON), await remind(NOON + MINUTE)] == [5, 0]

    assert sorted(await told(ann)) == ["30 days", "Now"]
    assert await told(api) == ["Mine"]
    late = next(one["payload"] for one in await inbox_of(ann) if "count" in one["payload"])
    assert late["count"] == 3
    assert [task["name"] for task in late["tasks"]] == ["30 days", "2 days", "1 days"]


@pytest.mark.parametrize("change_of", ["done", "trashed"])
async def test_never_of_what_is_over_by_then(api: SignedIn, remind: Remind, change_of: str) -> None:
    task = await a_task(api)
    url = f"/api/v1/tasks/{task['id']}"
    verbs = {"done": ("post", "/complete", "/reopen"), "trashed": ("delete", "", "/restore")}
    verb, path, back = verbs[change_of]
    await api.request(verb, url + path)

    await remind(NOON)
    await api.post(url + back)  # its moment has passed in vain

    assert await remind(NOON + MINUTE) == 0
    assert await told(api) == []


async def test_nobody_who_may_not_sign_in(
    api: SignedIn, ann: SignedIn, remind: Remind, database: asyncpg.Connection
) -> None:
    await a_task(api, assigned_to=ann.user_id)
    await api.patch(f"/api/v1/users/{ann.user_id}", json={"is_active": False})

    await remind(NOON)

    assert await database.fetchval("SELECT count(*) FROM notifications") == 1  # of the task itself


async def test_another_moment_counts_anew(api: SignedIn, remind: Remind) -> None:
    task = await a_task(api, title="Call")
    await change(api, task, remind_at=(NOON + HOUR).isoformat())
    assert await remind(NOON) == 0

    await remind(NOON + HOUR)
    await change(api, task, remind_at=(NOON + 2 * HOUR).isoformat())
    await remind(NOON + HOUR + MINUTE)
    assert await told(api) == ["Call"]

    await remind(NOON + 2 * HOUR)
    await change(api, task, remind_at=None)
    await remind(NOON + 3 * HOUR)

    assert await told(api) == ["Call", "Call"]


async def test_whoever_has_the_task_by_then(api: SignedIn, ann: SignedIn, remind: Remind) -> None:
    task = await a_task(api, title="Call")
    await change(api, task, assigned_to=ann.user_id)

    await remind(NOON)
    await change(api, task, assigned_to=api.user_id)
    await remind(NOON + MINUTE)

    assert (await told(ann), await told(api)) == (["Call"], [])


async def test_after_quiet_hours_by_ones_own_clock(
    api: SignedIn, ann: SignedIn, remind: Remind
) -> None:
    quiet = {"time_zone": "Asia/Tokyo", "quiet_from": "20:00", "quiet_to": "07:30"}
    assert (await ann.patch("/api/v1/me", json=quiet)).status_code == 200
    await a_task(api, title="Hers", assigned_to=ann.user_id)  # 21:00 in Tokyo
    await a_task(api, title="Mine")

    await remind(NOON)
    assert (await told(ann), await told(api)) == ([], ["Mine"])
    ends = datetime(2031, 3, 3, 22, 30, tzinfo=UTC)
    assert await remind(ends - MINUTE) == 0

    await remind(ends)

    assert await told(ann) == ["Hers"]


async def test_once_though_the_clock_jumps_forward_and_back(api: SignedIn, remind: Remind) -> None:
    await a_task(api, NOON, title="First")
    await a_task(api, NOON + 2 * DAY, title="Second")

    for now in (NOON, NOON + DAY, NOON - DAY, NOON, NOON + 2 * DAY, NOON - DAY, NOON + 3 * DAY):
        await remind(now)

    assert await told(api) == ["Second", "First"]


async def test_not_where_it_is_not_wanted(api: SignedIn, remind: Remind) -> None:
    off = {"task_reminder": {"inbox": False, "mail": False}}
    await api.patch("/api/v1/notifications/settings", json=off)
    await a_task(api)

    await remind(NOON)

    assert await told(api) == []


@pytest.mark.parametrize(
    ("until", "least", "most"), [("15m", 15, 16), ("1h", 60, 61), ("morning", 1, 33 * 60)]
)
async def test_later_when_it_is_snoozed(api: SignedIn, until: str, least: int, most: int) -> None:
    task = await a_task(api)

    answer = await api.post(f"/api/v1/tasks/{task['id']}/snooze", json={"until": until})

    assert answer.status_code == 200, answer.text
    waits = datetime.fromisoformat(answer.json()["remind_at"]) - datetime.now(UTC)
    assert least * MINUTE - MINUTE <= waits <= most * MINUTE


async def test_what_is_done_needs_no_snooze(api: SignedIn) -> None:
    task = await a_task(api, status="DONE")

    answer = await api.post(f"/api/v1/tasks/{task['id']}/snooze", json={"until": "1h"})

    assert (answer.status_code, answer.json()["detail"]) == (409, "This task is done already")
