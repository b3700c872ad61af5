"""Tasks in groups by when they are due, and on the days of a calendar."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from litestar import Litestar

from tests.support.builders import make_client, make_deal, make_task
from tests.support.pages import pointers
from tests.support.people import Json, People, SignedIn

AGENDA, CALENDAR = "/api/v1/tasks/agenda", "/api/v1/tasks/calendar"
EAST, WEST = "Pacific/Kiritimati", "Pacific/Midway"  # 25 hours apart: never the same day


def on_day(days: int) -> date:
    """Asked each time: the tests were collected yesterday, where midnight has come since."""
    return datetime.now(UTC).date() + timedelta(days=days)


def in_days(days: int) -> str:
    return str(on_day(days))


async def agenda(api: SignedIn, **params: object) -> dict[str, tuple[int, list[str]]]:
    asked: Any = {"week_end": on_day(4)} | params
    answer = await api.get(AGENDA, params=asked)
    assert answer.status_code == 200, answer.text
    return {
        each["group"]: (each["count"], [task["title"] for task in each["items"]])
        for each in answer.json()["groups"]
    }


async def month(api: SignedIn, first: date, last: date, **params: object) -> list[Json]:
    asked: Any = {"first": first, "last": last} | params
    answer = await api.get(CALENDAR, params=asked)
    assert answer.status_code == 200, answer.text
    days: list[Json] = answer.json()["days"]
    return days


async def test_each_task_stands_in_one_group(api: SignedIn) -> None:
    for days in (-9, -1, 0, 1, 2, 4, 5, 400):
        await make_task(api, title=str(days), due_date=in_days(days))
    await make_task(api, title="whenever")
    await make_task(api, title="done late", due_date=in_days(-9), status="DONE")
    trashed = await make_task(api, due_date=in_days(0))
    await api.delete(f"/api/v1/tasks/{trashed['id']}")

    assert await agenda(api) == {
        "OVERDUE": (2, ["-9", "-1"]),
        "TODAY": (1, ["0"]),
        "TOMORROW": (1, ["1"]),
        "THIS_WEEK": (2, ["2", "4"]),
        "LATER": (2, ["5", "400"]),
        "UNDATED": (1, ["whenever"]),
        "DONE": (1, ["done late"]),
    }


async def test_at_the_end_of_the_week_tomorrow_is_not_told_twice(api: SignedIn) -> None:
    for days in (0, 1, 2):
        await make_task(api, title=str(days), due_date=in_days(days))

    found = await agenda(api, week_end=on_day(0))

    assert found["TOMORROW"] == (1, ["1"])
    assert found["THIS_WEEK"] == (0, [])
    assert found["LATER"] == (1, ["2"])


async def test_today_is_where_one_is(api: SignedIn) -> None:
    in_the_west = datetime.now(ZoneInfo(WEST)).date()
    await make_task(api, title="due", due_date=str(in_the_west))

    found = {}
    for zone in (EAST, WEST):
        await api.patch("/api/v1/me", json={"time_zone": zone})
        groups = await agenda(api, week_end=in_the_west)
        found[zone] = [name for name, (count, _) in groups.items() if count]

    assert found == {EAST: ["OVERDUE"], WEST: ["TODAY"]}


async def test_a_group_is_counted_whole_and_gone_through_in_steps(api: SignedIn) -> None:
    for number in range(5):
        await make_task(api, title=str(number), due_date=in_days(10 + number))
    await make_task(api, due_date=in_days(0))

    assert (await agenda(api, limit=2))["LATER"] == (5, ["0", "1"])
    assert await agenda(api, limit=2, offset=4, group="LATER") == {"LATER": (5, ["4"])}


async def test_what_was_done_last_comes_first(api: SignedIn) -> None:
    first, second = await make_task(api, title="first"), await make_task(api, title="second")
    for task in (second, first):
        await api.post(f"/api/v1/tasks/{task['id']}/complete")

    assert (await agenda(api))["DONE"] == (2, ["first", "second"])


async def test_filters_narrow_every_group(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in()
    deal = await make_deal(api)
    of_deal = {"client_id": deal["client_id"], "deal_id": deal["id"], "due_date": in_days(0)}
    await make_task(api, title="Call", **of_deal)
    await make_task(ann, title="Hers", status="IN_PROGRESS", **of_deal)
    await make_task(api, title="Elsewhere", due_date=in_days(0))

    async def today(**params: object) -> list[str]:
        return (await agenda(api, **params))["TODAY"][1]

    assert await today(assigned_to=ann.user_id) == ["Hers"]
    assert await today(deal=deal["id"]) == ["Call", "Hers"]
    assert await today(client=deal["client_id"], status="IN_PROGRESS") == ["Hers"]
    assert await today(search="elsewh") == ["Elsewhere"]


async def test_an_agenda_costs_two_queries(api: SignedIn, queries: list[str]) -> None:
    await make_task(api, due_date=in_days(0))
    queries.clear()

    await agenda(api)

    assert len(queries) == 2


async def test_a_day_of_the_calendar_is_counted_whole(api: SignedIn) -> None:
    client = await make_client(api)
    day = date(2030, 2, 28)
    for number in range(4):
        await make_task(api, title=str(number), due_date=str(day), client_id=client["id"])
    await make_task(api, due_date="2030-03-01")
    done = await make_task(api, title="done", due_date="2030-02-01", status="DONE")
    await make_task(api, title="open", due_date="2030-02-01", client_id=done["client_id"])

    days = await month(api, date(2030, 2, 1), day, per_day=2)

    assert [(each["day"], each["count"]) for each in days] == [("2030-02-01", 2), (str(day), 4)]
    assert [task["title"] for each in days for task in each["items"]] == ["open", "done", "0", "1"]


async def test_the_calendar_of_one_person(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in()
    await make_task(ann, title="hers", due_date="2030-02-01")
    await make_task(api, title="mine", due_date="2030-02-01")

    days = await month(api, date(2030, 2, 1), date(2030, 2, 1), assigned_to=ann.user_id)

    assert [task["title"] for each in days for task in each["items"]] == ["hers"]


async def test_where_all_is_ones_own_no_more_is_planned(
    narrow_app: Litestar, api: SignedIn, signed_in: People
) -> None:
    ann, day = await signed_in(), on_day(400)
    await make_task(ann, title="hers", due_date=str(day))
    await make_task(api, title="given", due_date=str(day), assigned_to=ann.user_id)
    await make_task(api, title="foreign", due_date=str(day))
    ann_alone = await signed_in.at(narrow_app, ann.user["email"])

    (found,) = await month(ann_alone, day, day)

    assert (found["count"], [task["title"] for task in found["items"]]) == (2, ["hers", "given"])
    assert (await agenda(ann_alone))["LATER"] == (2, ["hers", "given"])


@pytest.mark.parametrize(
    ("path", "params", "wrong"),
    [
        (AGENDA, {}, "?week_end"),
        (AGENDA, {"week_end": "2030-02-01", "group": "SOON"}, "?group"),
        (CALENDAR, {"first": "2030-02-02", "last": "2030-02-01"}, "?last"),
        (CALENDAR, {"first": "2030-01-01", "last": "2030-03-04"}, "?last"),
        (CALENDAR, {"first": "2030-01-01", "last": "2030-01-01", "per_day": 21}, "?per_day"),
    ],
)
async def test_what_does_not_fit_is_refused(
    api: SignedIn, path: str, params: Json, wrong: str
) -> None:
    answer = await api.get(path, params=params)

    assert (answer.status_code, pointers(answer.json())) == (400, [wrong])
