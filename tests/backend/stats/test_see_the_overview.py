"""Seeing the overview: at once, honest about its age, and no more than one may see."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import asyncpg
import pytest
from litestar import Litestar

from backend.core.db import Database
from backend.settings import Settings
from backend.stats.service import mark_stale, refresh
from backend.worker import running_worker
from tests.support.builders import make_client, make_deal, make_task
from tests.support.pages import page_of, pointers
from tests.support.people import Json, People, SignedIn
from tests.support.waiting import until_found, until_someone_waits

OVERVIEW = "/api/v1/stats/overview"
AT_ONCE = timedelta()
SOON = timedelta(minutes=10)


def database_of(app: Litestar) -> Database:
    database: Database = app.state.database
    return database


def stages(overview: Json) -> list[int]:
    return [stage["count"] for stage in overview["pipeline"]["stages"]]


async def test_it_is_made_when_first_asked_for(api: SignedIn) -> None:
    deal = await make_deal(api, amount="120.00")
    await make_deal(api, client_id=deal["client_id"], amount="80.00", status="WON")
    await make_task(api, client_id=deal["client_id"], due_date="2020-01-31")

    found = await page_of(api, OVERVIEW)

    eur = [{"currency": "EUR", "amount": "120.00"}]
    assert found["pipeline"]["stages"][0] == {"status": "NEW", "count": 1, "sums": eur}
    assert found["pipeline"]["overdue_tasks"] == 1
    assert (found["stats"]["won"]["count"], found["stats"]["win_rate"]) == (1, 1.0)
    assert found["stats"]["new_clients"] == 1
    (owner,) = found["stats"]["owners"]
    assert (owner["name"], owner["open"]["count"], owner["overdue_tasks"]) == ("Ada Admin", 1, 1)
    assert len(found["pipeline"]["weeks"]) == 12


async def test_what_is_empty_has_no_rates(api: SignedIn) -> None:
    found = await page_of(api, OVERVIEW, period="last_year")

    assert (found["stats"]["win_rate"], found["stats"]["average_cycle_days"]) == (None, None)
    assert (stages(found), found["stats"]["owners"]) == ([0, 0], [])


async def test_a_change_ends_it_and_the_worker_makes_it_anew(
    api: SignedIn, backend_app: Litestar, database: asyncpg.Connection
) -> None:
    first = await page_of(api, OVERVIEW)
    await make_deal(api)
    await mark_stale(database_of(backend_app))

    stale = await page_of(api, OVERVIEW)
    made = await refresh(database_of(backend_app), settle=AT_ONCE)
    fresh = await page_of(api, OVERVIEW)

    now: Any = await database.fetchval("SELECT now()")
    assert (stale["as_of"], stages(stale)) == (first["as_of"], [0, 0])
    assert datetime.fromisoformat(stale["valid_until"]) <= now
    assert made == 1
    assert datetime.fromisoformat(fresh["as_of"]) > datetime.fromisoformat(first["as_of"])
    assert datetime.fromisoformat(fresh["valid_until"]) > now
    assert stages(fresh) == [1, 0]


async def test_many_changes_are_one_refresh(api: SignedIn, backend_app: Litestar) -> None:
    database = database_of(backend_app)
    await page_of(api, OVERVIEW)
    for _ in range(5):
        await mark_stale(database)

    assert await refresh(database, settle=SOON) == 0  # it has not stood long enough
    assert await refresh(database, settle=AT_ONCE) == 1
    assert await refresh(database, settle=AT_ONCE) == 0  # it is valid


async def test_of_several_workers_one_computes(api: SignedIn, backend_app: Litestar) -> None:
    database = database_of(backend_app)
    await page_of(api, OVERVIEW)
    await mark_stale(database)

    made = await asyncio.gather(*(refresh(database, settle=AT_ONCE) for _ in range(4)))

    assert sorted(made) == [0, 0, 0, 1]


async def test_a_dead_workers_lease_runs_out(
    api: SignedIn, backend_app: Litestar, database: asyncpg.Connection
) -> None:
    await page_of(api, OVERVIEW)
    await mark_stale(database_of(backend_app))
    leased = "UPDATE dashboard_cache SET lease_until = now() + make_interval(secs => $1)"
    for seconds, made in ((60, 0), (-1, 1)):
        await database.execute(leased, seconds)

        assert await refresh(database_of(backend_app), settle=AT_ONCE) == made


async def test_a_change_during_the_count_is_not_forgotten(
    api: SignedIn, backend_app: Litestar, database: asyncpg.Connection
) -> None:
    connected = database_of(backend_app)
    await page_of(api, OVERVIEW)
    await mark_stale(connected)

    async with database.transaction():
        await database.execute("LOCK TABLE deal_totals IN ACCESS EXCLUSIVE MODE")
        counting = asyncio.create_task(refresh(connected, settle=AT_ONCE))
        await until_someone_waits(database)
        await mark_stale(connected)

    assert await counting == 1
    assert await refresh(connected, settle=AT_ONCE) == 1


async def test_many_who_ask_first_make_it_once(
    api: SignedIn, database: asyncpg.Connection, queries: list[str]
) -> None:
    queries.clear()

    found = await asyncio.gather(*(page_of(api, OVERVIEW) for _ in range(4)))

    assert len({overview["as_of"] for overview in found}) == 1
    assert len([query for query in queries if "unnest" in query]) == 1
    assert await database.fetchval("SELECT count(*) FROM dashboard_cache") == 2


async def test_it_costs_one_query(api: SignedIn, queries: list[str]) -> None:
    await page_of(api, OVERVIEW)
    queries.clear()

    await page_of(api, OVERVIEW, period="this_year")

    assert len(queries) == 1


async def test_where_all_is_ones_own_it_counts_no_more(
    narrow_app: Litestar, api: SignedIn, signed_in: People
) -> None:
    ann = await signed_in(name="Ann")
    await make_deal(ann, amount="5.00")
    await make_deal(api, amount="100.00")
    await make_task(api, due_date="2020-01-31")

    hers = await page_of(await signed_in.at(narrow_app, ann.user["email"]), OVERVIEW)
    whole = await page_of(await signed_in.at(narrow_app, api.user["email"]), OVERVIEW)
    await mark_stale(database_of(narrow_app))
    assert await refresh(database_of(narrow_app), settle=AT_ONCE) == 2
    again = await page_of(await signed_in.at(narrow_app, ann.user["email"]), OVERVIEW)

    for found in (hers, again):
        assert stages(found) == [1, 0]
        assert found["pipeline"]["stages"][0]["sums"] == [{"currency": "EUR", "amount": "5.00"}]
        assert found["pipeline"]["overdue_tasks"] == 0
        assert [owner["name"] for owner in found["stats"]["owners"]] == ["Ann"]
    assert (stages(whole), whole["pipeline"]["overdue_tasks"]) == ([2, 0], 1)


async def test_the_worker_hears_of_changes(
    api: SignedIn, settings: Settings, database: asyncpg.Connection
) -> None:
    async def new_clients() -> int:
        stats = (await page_of(api, OVERVIEW))["stats"]
        return int(stats["new_clients"])

    await page_of(api, OVERVIEW)
    await database.execute(
        "UPDATE dashboard_cache SET as_of = now() - interval '1 min', valid_until = now() + '1 h'"
    )
    async with running_worker(settings):
        await make_client(api)
        await until_found(new_clients)


@pytest.mark.parametrize(("name", "value"), [("period", "yesterday"), ("owner", "me")])
async def test_a_parameter_that_does_not_fit_is_refused(
    api: SignedIn, name: str, value: str
) -> None:
    answer = await api.get(OVERVIEW, params={name: value})

    assert (answer.status_code, pointers(answer.json())) == (400, [f"?{name}"])
