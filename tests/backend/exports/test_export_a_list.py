"""Exporting a list: the rows that it has, no more and no fewer, for those who may see them."""

import asyncio
import random

import asyncpg
import pytest

from tests.backend.exports.steps import EXPORTS, asked, ended, exported, fetched, rows, streamed
from tests.support.builders import activity_of, make_client, make_deal, make_task
from tests.support.bulk import add_clients
from tests.support.pages import page_of
from tests.support.people import Json, People, SignedIn

pytestmark = [pytest.mark.usefixtures("worker"), pytest.mark.slow]
FILTERED: list[tuple[str, Json]] = [
    ("clients", {"search": "Need"}),
    ("clients", {"trashed": True}),
    ("deals", {"status": "WON", "amount_min": "50"}),
    ("deals", {"search": "needle", "amount_max": "99.99"}),
    ("deals", {"without_next_step": True, "close_from": "2031-01-01", "close_to": "2031-01-31"}),
    ("deals", {"idle_days": 30}),
    ("tasks", {"status": "DONE"}),
    ("tasks", {"overdue": True}),
]


async def test_every_column_is_there(api: SignedIn) -> None:
    client = await make_client(api, name="Acme", email="a@acme.test", notes="two\nlines")

    (row,) = rows(await exported(api, "clients"))

    assert row == {
        "Name": "Acme",
        "Phone": "",
        "Email": "a@acme.test",
        "Company": "",
        "Notes": "two\nlines",
        "Owner": "Ada Admin",
        "External ID": "",
        "Created at": client["created_at"],
        "Updated at": client["updated_at"],
        "Foyer ID": client["id"],
    }


async def test_the_columns_that_were_asked_for(api: SignedIn) -> None:
    await make_deal(api, title="Roof", amount="1250.00", status="WON")

    content = await exported(api, "deals", columns=["amount", "title", "status"])

    assert content.decode("utf-8-sig").splitlines() == [
        "Amount,Title,Status",
        "1250.00,Roof,WON",
    ]


async def test_tasks_and_the_log_too(api: SignedIn) -> None:
    task = await make_task(api, title="Call", due_date="2026-12-01")
    await api.patch(f"/api/v1/tasks/{task['id']}", json={"title": "Call back"})

    (row,) = rows(await exported(api, "tasks"))
    log = rows(await exported(api, "activity", filters={"entity_uuid": task["id"]}))

    assert (row["Title"], row["Due date"]) == ("Call back", "2026-12-01")
    assert [entry["Action"] for entry in log] == ["updated", "created"]
    assert log[0]["Changes"] == '{"title":["Call","Call back"]}'
    assert log[0]["Name"] == "Call back"


async def test_as_many_rows_as_the_filtered_list(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    gone = await make_client(api, name="Gone")
    for amount in ("10.00", "60.00", "100.00"):
        deal = await make_deal(api, title=f"Needle {amount}", amount=amount, status="WON")
        await make_task(api, client_id=deal["client_id"], due_date="2020-01-01")
    await make_deal(api, expected_close_date="2031-01-15")
    await database.execute(
        "UPDATE deals SET updated_at = now() - interval '40 days' WHERE closed_at IS NULL"
    )
    await make_client(api, name="Needle")
    await make_task(api, status="DONE")
    await api.delete(f"/api/v1/clients/{gone['id']}")
    for entity, filters in FILTERED:
        params = _params(filters)

        found = rows(await exported(api, entity, filters=filters))

        page = await page_of(api, f"/api/v1/{entity}", count="exact", **params)
        assert {row["Foyer ID"] for row in found} == {item["id"] for item in page["items"]}
        assert len(found) == page["total"] > 0
        assert rows(await streamed(api, entity, **params)) == found


async def test_thousands_of_rows(api: SignedIn, database: asyncpg.Connection) -> None:
    await add_clients(database, api.user_id, 2_345)

    made = await asked(api, "clients")
    done = await ended(api, made["id"])
    found = rows((await fetched(api, made["id"])).content)

    assert (done["total_rows"], done["processed"], len(found)) == (2_345, 2_345, 2_345)
    assert len({row["Foyer ID"] for row in found}) == 2_345
    assert rows(await streamed(api, "clients")) == found


async def test_one_moment_s_rows_while_others_write(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    """Someone gives clients away from one owner to another: each moment has exactly 1,500."""
    await add_clients(database, api.user_id, 1_500)
    chance, over = random.Random(1), asyncio.Event()  # noqa: S311  # the same each time

    async def disturb() -> None:
        while not over.is_set():
            count = chance.randint(1, 200)
            await database.execute(
                "WITH gone AS (UPDATE clients SET deleted_at = now() WHERE id IN (SELECT id FROM"
                " clients WHERE deleted_at IS NULL ORDER BY random() LIMIT $1) RETURNING owner_id)"
                " INSERT INTO clients (name, phone, company, notes, owner_id, version)"
                " SELECT 'New', '', '', '', owner_id, 1 FROM gone",
                count,
            )

    disturbing = asyncio.create_task(disturb())
    counts = [len(rows(await streamed(api, "clients"))) for _ in range(5)]
    counts.append(len(rows(await exported(api, "clients"))))
    over.set()
    await disturbing

    assert counts == [1_500] * 6


async def test_nothing_is_a_header_alone(api: SignedIn) -> None:
    made = await asked(api, "deals", filters={"status": "LOST"}, columns=["title"])
    done = await ended(api, made["id"])

    content = (await fetched(api, made["id"])).content

    assert content.decode("utf-8-sig") == "Title\r\n"
    assert done["total_rows"] == 0
    assert rows(await streamed(api, "deals")) == []


async def test_no_cell_is_a_formula(api: SignedIn) -> None:
    for name in ("=1+1", "+7 900", "-2", "@SUM(A1)", "＝1", "'=1"):
        await make_client(api, name=name)

    cells = [row["Name"] for row in rows(await exported(api, "clients"))]

    assert cells == ["'=1+1", "'+7 900", "-2", "'@SUM(A1)", "'＝1", "''=1"]


async def test_it_is_logged_with_what_was_asked_for(api: SignedIn) -> None:
    made = await asked(api, "clients", filters={"search": "Acme", "trashed": False})
    await ended(api, made["id"])

    log = await activity_of(api, made["id"])

    assert [entry["action"] for entry in log] == ["ended", "created"]
    assert {entry["user_id"] for entry in log} == {api.user_id}
    assert log[1]["payload"]["changes"]["filters"] == [None, {"search": "Acme"}]
    assert log[0]["payload"]["changes"]["state"] == ["RUNNING", "DONE"]


async def test_the_file_is_called_after_its_day(api: SignedIn) -> None:
    made = await asked(api, "clients", format="xlsx")
    await ended(api, made["id"])

    answer = await fetched(api, made["id"])

    name = f"clients-{made['created_at'][:10]}.xlsx"
    assert made["file_name"] == name
    assert f'filename="{name}"' in answer.headers["content-disposition"]
    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats")


async def test_others_see_nothing_of_it(api: SignedIn, signed_in: People) -> None:
    ann, bob = await signed_in(), await signed_in()
    made = await asked(ann, "clients")
    await ended(ann, made["id"])
    path = f"{EXPORTS}/{made['id']}"

    answers = [await bob.get(path), await bob.get(f"{path}/download")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert (await bob.get(EXPORTS)).json()["items"] == []
    assert await activity_of(bob, made["id"]) == []
    assert [e["id"] for e in (await ann.get(EXPORTS)).json()["items"]] == [made["id"]]
    assert [e["id"] for e in (await api.get(EXPORTS)).json()["items"]] == [made["id"]]


def _params(filters: Json) -> dict[str, str]:
    return {name: str(value).lower() if value is True else value for name, value in filters.items()}
