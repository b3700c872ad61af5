"""Searching all records at once."""

from collections.abc import Iterator
from itertools import product

import asyncpg
import msgspec
import pytest
from litestar import Litestar

from backend.core.db import Database
from backend.search.queries import reach_of, search_query
from backend.search.schemas import HitType
from tests.support.builders import make_client, make_deal, make_task
from tests.support.bulk import add_clients, add_deals
from tests.support.pages import page_of, pointers
from tests.support.people import Json, People, SignedIn

SEARCH = "/api/v1/search"


async def found(api: SignedIn, q: str, **params: object) -> list[Json]:
    items: list[Json] = (await page_of(api, SEARCH, q=q, **params))["items"]
    return items


async def titles(api: SignedIn, q: str, **params: object) -> list[str]:
    return [hit["title"] for hit in await found(api, q, **params)]


async def test_every_type_is_found_in_one_shape(api: SignedIn) -> None:
    client = await make_client(api, name="Needle works", company="Needle & Co")
    deal = await make_deal(api, title="A needle", client_id=client["id"])
    task = await make_task(api, title="Thread the needle", client_id=client["id"])

    hits = {hit["type"]: hit for hit in await found(api, "needle")}

    assert [hits[kind]["id"] for kind in ("client", "deal", "task")] == [
        client["id"],
        deal["id"],
        task["id"],
    ]
    assert (hits["client"]["subtitle"], hits["client"]["status"]) == ("Needle & Co", None)
    assert (hits["deal"]["subtitle"], hits["deal"]["status"]) == ("Needle works", "NEW")
    assert (hits["task"]["subtitle"], hits["task"]["status"]) == ("Needle works", "TODO")


async def test_the_very_one_then_beginnings_then_the_most_alike(api: SignedIn) -> None:
    client = await make_client(api, name="Blueprint archive, then old Smithson")
    for name in ("Smithsonian", "Anna Smithson", "Smithson"):
        await make_client(api, name=name)
    await make_deal(api, title="Smithson's roof", client_id=client["id"])

    ranked = await titles(api, "smithson")

    assert ranked[0] == "Smithson"
    assert set(ranked[1:3]) == {"Smithsonian", "Smithson's roof"}
    assert set(ranked[3:]) == {"Anna Smithson", "Blueprint archive, then old Smithson"}


@pytest.mark.parametrize("q", ["ann@acme.example", "ANN@ACME.EXAMPLE", "C-7", "Änn", "ann"])
async def test_keys_and_names_are_exact_hits(api: SignedIn, q: str) -> None:
    await make_client(api, name="Annabel", company="C-7 and ann@acme.example")
    await make_client(api, name="Ann", email="ann@acme.example", external_id="C-7")

    first = (await found(api, q))[0]

    assert (first["title"], first["score"]) == ("Ann", 1.0)


async def test_the_lately_changed_comes_first_among_equals(api: SignedIn) -> None:
    old = await make_client(api, name="Twin")
    await make_client(api, name="Twin")
    await api.patch(f"/api/v1/clients/{old['id']}", json={"notes": "changed"})

    assert (await found(api, "twin"))[0]["id"] == old["id"]


async def test_types_narrow(api: SignedIn) -> None:
    await make_task(api, title="Needle", client_id=(await make_client(api, name="Needle"))["id"])
    await make_deal(api, title="Needle")

    hits = await found(api, "needle", types="deal,task")

    assert {hit["type"] for hit in hits} == {"deal", "task"}


async def test_the_limit_is_for_each_type(api: SignedIn) -> None:
    client = await make_client(api, name="Needle")
    for _ in range(3):
        await make_deal(api, title="Needle", client_id=client["id"])

    page = await page_of(api, SEARCH, q="needle", limit=2)
    all_of_it = await page_of(api, SEARCH, q="needle", limit=3)

    assert sorted(hit["type"] for hit in page["items"]) == ["client", "deal", "deal"]
    assert (page["has_more"], all_of_it["has_more"], len(all_of_it["items"])) == (True, False, 4)


async def test_the_trash_is_not_searched(api: SignedIn) -> None:
    client = await make_client(api, name="Needle")
    await api.delete(f"/api/v1/clients/{client['id']}")

    assert await found(api, "needle") == []


@pytest.mark.parametrize(
    ("q", "hits"),
    [
        ("z", ["Zed & Zoe"]),
        ("zo", ["Zed & Zoe"]),
        ("o", []),
        ("ed", []),
        ("%", []),
        ("__", []),
        ("100%", ["100% cotton"]),
        ("\\", []),
        ("'; --", []),
        ("zed & z", ["Zed & Zoe"]),
        ("🙂", []),
        (" zed ", ["Zed & Zoe"]),
    ],
)
async def test_short_and_hostile_words_are_only_words(
    api: SignedIn, q: str, hits: list[str]
) -> None:
    for name in ("Zed & Zoe", "100% cotton", "1000 cottons"):
        await make_client(api, name=name)

    assert await titles(api, q) == hits


@pytest.mark.parametrize(
    ("params", "pointer"),
    [
        ({}, "?q"),
        ({"q": ""}, "?q"),
        ({"q": "  "}, "?q"),
        ({"q": "a\nb"}, "?q"),
        ({"q": "x" * 101}, "?q"),
        ({"q": "x", "types": "user"}, "?types"),
        ({"q": "x", "types": ""}, "?types"),
        ({"q": "x", "limit": "0"}, "?limit"),
        ({"q": "x", "offset": "1"}, "?offset"),
    ],
)
async def test_a_parameter_that_does_not_fit_is_refused(
    api: SignedIn, params: dict[str, str], pointer: str
) -> None:
    answer = await api.get(SEARCH, params=params)

    assert (answer.status_code, pointers(answer.json())) == (400, [pointer])


async def test_it_costs_one_query(api: SignedIn, queries: list[str]) -> None:
    queries.clear()

    await found(api, "needle")

    assert len(queries) == 1


async def test_where_all_is_ones_own_it_finds_no_more(
    narrow_app: Litestar, api: SignedIn, signed_in: People
) -> None:
    ann = await signed_in()
    hers = await make_deal(ann, title="Needle", external_id="N-1")
    await make_deal(api, title="Needle", external_id="N-2")
    given = await make_task(api, title="Needle", assigned_to=ann.user_id)
    await make_task(api, title="Needle")
    ann_alone = await signed_in.at(narrow_app, ann.user["email"])

    hits = [hit for q in ("needle", "ne", "N-2") for hit in await found(ann_alone, q)]

    assert {hit["id"] for hit in hits} == {hers["id"], given["id"]}


async def test_a_beginning_comes_before_thousands_that_only_contain_it(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    await add_clients(database, api.user_id, 1_000, name="Old needle")
    await make_client(api, name="Needlework")
    await add_clients(database, api.user_id, 1_000, name="New needle")

    assert (await titles(api, "needle", limit=5))[0] == "Needlework"


async def test_ones_own_is_found_among_thousands(
    narrow_app: Litestar, api: SignedIn, signed_in: People, database: asyncpg.Connection
) -> None:
    ann = await signed_in()
    await add_clients(database, api.user_id, 1_000, name="Needle")
    hers = await make_client(ann, name="Needle")
    await add_clients(database, api.user_id, 1_000, name="Needle")
    ann_alone = await signed_in.at(narrow_app, ann.user["email"])

    for q in ("needle", "needl", "eedle", "ne"):
        assert [hit["id"] for hit in await found(ann_alone, q)] == [hers["id"]], q


async def test_however_common_the_words_few_records_are_looked_at(
    api: SignedIn, backend_app: Litestar, database: asyncpg.Connection
) -> None:
    client = await make_client(api, name="Needle")
    for name, count in (("Anna", 2_000), ("Haystack hay@ex.example", 9_000)):
        await add_clients(database, api.user_id, count, name=name)
        await add_deals(database, api.user_id, client["id"], count, title=name)
    # As large as what is in them, for what earlier tests have left makes indexes look dear.
    await database.execute("VACUUM (FULL, ANALYZE) clients, deals")
    connected: Database = backend_app.state.database
    asked = ("needle", "anna", "an", "C-7", "%", "haystack 7", "example", "ex", "h")

    for q, sees_all in product(asked, (True, False)):
        query = search_query(frozenset(HitType), reach_of(q), sees_all=sees_all)
        values = query.arguments({"q": q, "rows": 9, "actor_id": api.user_id})
        async with connected.reads.acquire() as connection:
            (row,) = await connection.fetchrow(
                f"EXPLAIN (ANALYZE, FORMAT JSON) {query.sql}", *values
            )

        (plan,) = msgspec.json.decode(row)
        filled = [n for n in nodes(plan["Plan"]) if n.get("Relation Name") in {"clients", "deals"}]
        scans = {node["Node Type"] for node in filled}
        assert scans <= {"Index Scan", "Index Only Scan", "Bitmap Heap Scan"}, (q, sees_all)
        assert sum(map(looked_at, nodes(plan["Plan"]))) < 3_000, (q, sees_all)


def nodes(plan: Json) -> Iterator[Json]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


def looked_at(node: Json) -> float:
    """How many records it has read, those that it left out among them."""
    if "Relation Name" not in node:
        return 0
    left_out = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
    rows = node["Actual Rows"] + sum(node.get(name, 0) for name in left_out)
    return float(rows * node["Actual Loops"])
