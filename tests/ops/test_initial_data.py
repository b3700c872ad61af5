"""`crm seed --initial-data`: the same small company everywhere; and a factory for every record."""

from collections.abc import Sequence
from datetime import UTC, datetime

import asyncpg
import pytest

from ops.seed.factories import (
    ActivityFactory,
    ClientFactory,
    DealFactory,
    ImportFactory,
    NotificationFactory,
    TaskFactory,
    UserFactory,
)
from ops.seed.initial_data import company, load_initial_data
from ops.seed.rows import Row
from ops.seed.store import Sizes, copy, seed_database
from tests.ops.conftest import crm_here
from tests.support.builders import activity_of, inbox_of
from tests.support.pages import walk
from tests.support.people import SignedIn

KINDS = ("clients", "deals", "tasks")


async def test_everything_in_it_is_read_over_the_api(api: SignedIn, database_url: str) -> None:
    made = company()

    added = await load_initial_data(database_url)

    seen = {kind: {record["id"] for record in await walk(api, f"/api/v1/{kind}")} for kind in KINDS}
    assert seen == {kind: {str(row.id) for row in getattr(made, kind)} for kind in KINDS}
    assert added == len(made.users) + sum(map(len, seen.values()))
    (entry,) = await activity_of(api, str(made.tasks[0].id))
    assert (entry["action"], entry["payload"]["deal_title"]) == ("created", made.deals[0].title)


async def test_a_second_time_adds_what_is_missing_and_changes_nothing(
    api: SignedIn, database: asyncpg.Connection, database_url: str
) -> None:
    await load_initial_data(database_url)
    first, second = (f"/api/v1/tasks/{row.id}" for row in company().tasks[:2])
    await api.patch(first, json={"title": "Changed"})
    await database.execute("DELETE FROM tasks WHERE id = $1", company().tasks[1].id)

    added = await load_initial_data(database_url)

    assert added == 1
    assert (await api.get(first)).json()["title"] == "Changed"
    assert (await api.get(second)).json()["title"] == company().tasks[1].title


async def test_the_totals_know_of_it(api: SignedIn, database_url: str) -> None:
    await load_initial_data(database_url)

    answer = await api.get("/api/v1/tasks", params={"status": "DONE", "limit": 1})

    assert answer.json()["total"] == sum(row.status == "DONE" for row in company().tasks)


def test_the_command_says_what_it_did(database_url: str) -> None:
    answers = [crm_here("seed", "--initial-data", DATABASE_URL=database_url) for _ in "12"]

    assert [answer.stdout for answer in answers] == ["26 records added.\n", "0 records added.\n"]


async def test_a_lead_gives_tasks_and_their_people_are_told(
    api: SignedIn, database: asyncpg.Connection, database_url: str
) -> None:
    sizes = Sizes(clients=20, deals=40, tasks=120)
    await seed_database(database_url, sizes, seed=1, until=datetime.now(UTC))

    given = await database.fetch(
        "SELECT assigned_to, count(*) FROM tasks WHERE created_by = $1 AND assigned_to <> $1"
        " AND created_at > now() - interval '60 days' GROUP BY 1 ORDER BY 1",
        api.user["id"],
    )
    told = await database.fetch(
        "SELECT user_id, count(*) FROM notifications WHERE actor_id = $1 GROUP BY 1 ORDER BY 1",
        api.user["id"],
    )
    assert given == told != []
    assert (await api.get("/api/v1/tasks", params={"assigned_to": api.user_id})).json()["total"] > 0
    assert await inbox_of(api) == []


async def test_a_factory_for_every_record(api: SignedIn, database: asyncpg.Connection) -> None:
    """Each makes what the database takes, given only what it belongs to."""
    user = UserFactory.build()
    client = ClientFactory.build(owner_id=user.id)
    deals = DealFactory.batch(20, owner_id=user.id, client_id=client.id)
    people = {"assigned_to": user.id, "created_by": user.id}
    rows: dict[str, Sequence[Row]] = {
        "users": [user],
        "clients": [client],
        "deals": deals,
        "tasks": TaskFactory.batch(20, client_id=client.id, deal_id=deals[0].id, **people),
        "activity_log": [ActivityFactory.build(user_id=user.id, entity_uuid=client.id)],
        "notifications": [NotificationFactory.build(user_id=user.id, actor_id=user.id)],
        "imports": [ImportFactory.build(created_by=user.id, started_by=user.id)],
    }

    await database.set_builtin_type_codec("citext", codec_name="text")
    for table, made in rows.items():
        await copy(database, table, made)

    for kind in ("users", *KINDS, "activity", "imports"):
        table = {"activity": "activity_log"}.get(kind, kind)
        read = {record["id"] for record in await walk(api, f"/api/v1/{kind}")}
        assert {str(row.id) for row in rows[table]} <= read


@pytest.mark.parametrize("kind", KINDS)
def test_ids_and_external_ids_are_fixed_and_unique(kind: str) -> None:
    rows = getattr(company(), kind)

    assert len({row.id for row in rows}) == len({row.external_id for row in rows}) == len(rows)
