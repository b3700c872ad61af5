"""Lists of every kind, walked to their ends in every order they offer."""

import random
from uuid import UUID

import asyncpg
import pytest

from backend.clients.schemas import ClientSort
from backend.core.paging import encode_cursor
from backend.deals.schemas import DealSort
from backend.tasks.schemas import TaskSort
from tests.support.builders import make_client, make_deal
from tests.support.bulk import add_clients, add_deals, add_tasks
from tests.support.pages import page_of, pointers, walk
from tests.support.people import Json, SignedIn

CLIENTS, DEALS, TASKS = "/api/v1/clients", "/api/v1/deals", "/api/v1/tasks"
OFFERED = {CLIENTS: ClientSort, DEALS: DealSort, TASKS: TaskSort}
SORTS = [(path, sort.value) for path, sorts in OFFERED.items() for sort in sorts]
SOME_ID = UUID("0199f000-0000-7000-8000-000000000000")
TIES = """
    UPDATE clients SET company = CASE WHEN name ~ '[0-4]$' THEN 'Ärzte' ELSE 'arzte' END,
        name = CASE WHEN name ~ '[02468]$' THEN 'Same' ELSE name END;
    UPDATE deals SET amount = 5, title = 'Same' WHERE title ~ '[0-6]$';
    UPDATE deals SET expected_close_date = '2030-01-01' WHERE title ~ '[78]$';
    UPDATE tasks SET due_date = CASE WHEN title ~ '[0-2]$' THEN DATE '2030-01-09' END
        WHERE title ~ '[0-5]$';
    UPDATE tasks SET title = 'Same' WHERE title ~ '[0-6]$';
"""


LAST_EITHER_WAY = {"due_date", "expected_close_date"}  # where there is none


@pytest.fixture
async def records(api: SignedIn, database: asyncpg.Connection) -> None:
    """37 clients, 36 deals and 36 tasks: ties in every field, nulls where there may be."""
    client = await make_client(api)
    await add_clients(database, api.user_id, 36)
    await add_deals(database, api.user_id, client["id"], 36)
    await add_tasks(database, api.user_id, client["id"], 36)
    await database.execute(TIES)


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize(("path", "sort"), SORTS)
async def test_a_cursor_walks_every_row_once_and_in_order(
    api: SignedIn, path: str, sort: str
) -> None:
    at_once = await page_of(api, path, sort=sort, limit=200)

    walked = await walk(api, path, sort=sort, limit=5)

    assert walked == at_once["items"]
    assert len({item["id"] for item in walked}) == len(walked) == at_once["total"]
    if not sort.startswith("-") and sort not in LAST_EITHER_WAY:
        mirrored = f"-{sort}"
        if (path, mirrored) in SORTS:
            assert await walk(api, path, sort=mirrored, limit=7) == walked[::-1]


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize(
    ("path", "search"), [(CLIENTS, "client"), (DEALS, "same"), (TASKS, "same")]
)
async def test_a_search_is_walked_like_a_list(api: SignedIn, path: str, search: str) -> None:
    for sort in [name for kind, name in SORTS if kind == path]:
        at_once = await page_of(api, path, sort=sort, search=search, limit=200)

        walked = await walk(api, path, sort=sort, search=search, limit=4)

        assert walked == at_once["items"] != []


@pytest.mark.usefixtures("records")
async def test_offsets_and_cursors_agree(api: SignedIn) -> None:
    everything = await walk(api, CLIENTS, sort="name", limit=200)

    for offset in (0, 5, 35, 36, 37):
        page = await page_of(api, CLIENTS, sort="name", limit=5, offset=offset)
        assert page["items"] == everything[offset : offset + 5]
        assert page["total"] == len(everything)


async def test_rows_that_come_and_go_shift_no_page(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    await add_clients(database, api.user_id, 30)
    chance = random.Random(5)  # noqa: S311  # a repeatable walk
    before = [item["id"] for item in await walk(api, CLIENTS, sort="created_at", limit=200)]
    seen: list[str] = []
    params: Json = {}

    for _ in range(7):
        page = await page_of(api, CLIENTS, sort="created_at", limit=5, **params)
        seen += [item["id"] for item in page["items"]]
        params = {"cursor": page["next_cursor"]}
        await make_client(api)
        await api.delete(f"{CLIENTS}/{chance.choice(seen)}")

    assert [id_ for id_ in seen if id_ in before] == before


@pytest.mark.parametrize("path", [CLIENTS, DEALS, TASKS, "/api/v1/users"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "201"),
        ("limit", "-1"),
        ("limit", "many"),
        ("limit", "9" * 400),
        ("limit", "1.5"),
        ("offset", "-1"),
        ("offset", "10001"),
        ("offset", str(2**70)),
        ("cursor", "!!!"),
        ("cursor", "bm9uc2Vuc2U"),
        ("cursor", "x" * 4001),
        ("page", "2"),
    ],
)
async def test_what_is_out_of_bounds_is_refused(
    api: SignedIn, path: str, name: str, value: str
) -> None:
    answer = await api.get(path, params={name: value})

    assert (answer.status_code, pointers(answer.json())) == (400, [f"?{name}"])


@pytest.mark.parametrize(
    "cursor",
    [
        encode_cursor("-created_at", "not a time", SOME_ID),
        encode_cursor("-created_at", "2026-01-01", SOME_ID),
        encode_cursor("-created_at", None, SOME_ID),
        encode_cursor("-created_at", {"$gt": ""}, SOME_ID),
        encode_cursor("name", "A", SOME_ID),
        encode_cursor("password_hash", "A", SOME_ID),
    ],
)
async def test_a_cursor_of_another_making_is_refused(api: SignedIn, cursor: str) -> None:
    for path in OFFERED:
        answer = await api.get(path, params={"cursor": cursor})

        assert (answer.status_code, pointers(answer.json())) == (400, ["?cursor"])


async def test_a_cursor_with_hostile_text_is_harmless(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    await add_clients(database, api.user_id, 3)

    for text in ("'; DROP TABLE clients; --", "a\x00b", "\ud800", "%", "x" * 600):
        try:
            cursor = encode_cursor("name", text, SOME_ID)
        except UnicodeEncodeError:
            continue
        answer = await api.get(CLIENTS, params={"sort": "name", "cursor": cursor})
        assert answer.status_code in {200, 400}, (text, answer.text)
    assert await database.fetchval("SELECT count(*) FROM clients") == 3


async def test_long_values_fit_a_cursor(api: SignedIn, database: asyncpg.Connection) -> None:
    deals = [await make_deal(api, title="🚀" * 200) for _ in range(2)]
    await database.execute("UPDATE deals SET rank = repeat('z', 1990) || right(rank, 10)")

    for sort in ("title", "-title", "rank"):
        walked = await walk(api, DEALS, sort=sort, limit=1)
        assert {deal["id"] for deal in walked} == {deal["id"] for deal in deals}


async def test_a_parameter_is_given_once(api: SignedIn) -> None:
    answer = await api.get(f"{CLIENTS}?limit=1&limit=2&owner=x&owner=y&colour=red&colour=blue")

    assert answer.status_code == 400
    assert sorted(pointers(answer.json())) == ["?colour", "?colour", "?limit", "?owner"]


async def test_unknown_parameters_are_refused_everywhere(api: SignedIn) -> None:
    client = await make_client(api)
    requests = [
        ("GET", f"{CLIENTS}/{client['id']}"),
        ("PATCH", f"{CLIENTS}/{client['id']}"),
        ("DELETE", f"{CLIENTS}/{client['id']}"),
        ("POST", f"{CLIENTS}/{client['id']}/restore"),
        ("POST", CLIENTS),
        ("GET", f"{DEALS}/board"),
        ("GET", "/api/v1/me"),
        ("POST", "/api/v1/auth/login"),
        ("GET", "/healthz"),
    ]
    for method, path in requests:
        answer = await api.request(method, f"{path}?colour=red&client_id=1", json={"name": "x"})

        assert answer.status_code == 400, (method, path)
        assert "?colour" in pointers(answer.json())
    assert (await api.get(f"{CLIENTS}/{client['id']}")).json() == client


@pytest.mark.parametrize("path", [CLIENTS, f"{CLIENTS}/"])
async def test_a_slash_at_the_end_makes_no_difference(api: SignedIn, path: str) -> None:
    assert (await api.get(path)).status_code == 200
