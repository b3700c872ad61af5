"""What PostgreSQL does for a list of 20,000 tasks: an index for every filter and every order."""

from datetime import date
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from backend.core.actor import Actor, Role
from backend.core.listing import ask
from backend.tasks.models import TaskStatus
from backend.tasks.queries import LISTING
from backend.tasks.schemas import TaskSort
from tests.support.builders import make_client
from tests.support.bulk import add_tasks
from tests.support.people import SignedIn

ROWS = 20_000
FILTERS: list[dict[str, Any]] = [
    {},
    {"status": TaskStatus.DONE},
    {"due_from": date(2030, 1, 9), "due_to": date(2030, 1, 10)},
    {"overdue": True},
    {"search": "task 1999"},
    {"trashed": True},
    {"deal": uuid4()},
    {"client": uuid4()},
    {"assigned_to": uuid4()},
]


async def plan(
    database: asyncpg.Connection, actor: Actor, sort: TaskSort, filters: dict[str, Any]
) -> str:
    asked = ask(sort, limit=50, offset=0, cursor=None, count=None, **filters)
    shape, values = LISTING.plan(actor, asked)
    query = LISTING.query(shape)
    lines = await database.fetch(f"EXPLAIN {query.sql}", *query.arguments(values))
    return "\n".join(line[0] for line in lines)


async def test_no_list_reads_the_whole_table(api: SignedIn, database: asyncpg.Connection) -> None:
    client = await make_client(api)
    await add_tasks(database, api.user_id, client["id"], ROWS)
    await add_tasks(database, api.user_id, client["id"], 200, status="DONE")
    await database.execute("ANALYZE tasks, task_totals")
    someone = Actor(UUID(api.user_id), Role.ADMIN, uuid4(), sees_all=True)
    stranger = Actor(uuid4(), Role.USER, uuid4(), sees_all=False)

    every_order = product([someone], TaskSort, FILTERS[:1])
    every_filter = product([someone, stranger], [TaskSort.NEWEST], FILTERS)
    for actor, sort, filters in [*every_order, *every_filter]:
        found = await plan(database, actor, sort, filters)

        assert "Seq Scan on tasks" not in found, (sort, filters, found)
