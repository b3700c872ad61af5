"""Searching clients."""

import asyncpg
import pytest

from tests.support.builders import make_client
from tests.support.bulk import add_clients
from tests.support.pages import page_of, walk
from tests.support.people import SignedIn

CLIENTS = "/api/v1/clients"


async def found(api: SignedIn, search: str) -> set[str]:
    return {item["name"] for item in await walk(api, CLIENTS, search=search)}


@pytest.mark.parametrize(
    "search", ["mül", "MULLER", "Müller", "müller gm", "r Gmb", "ber@l", "+49 30", "EXT-9", "x"]
)
async def test_any_part_of_any_field_is_found(api: SignedIn, search: str) -> None:
    await make_client(
        api,
        name="Xaver",
        company="Müller GmbH",
        email="weber@lager.de",
        phone="+49 30 55",
        external_id="ext-9",
    )
    await make_client(api, name="Other")

    assert await found(api, search) == {"Xaver"}


@pytest.mark.parametrize("search", ["ирина", "ЁЛКИНА", "елкина", "ирина ё"])
async def test_russian_is_found_in_any_case(api: SignedIn, search: str) -> None:
    await make_client(api, name="Ирина Ёлкина")
    await make_client(api, name="Пётр")

    assert await found(api, search) == {"Ирина Ёлкина"}


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("%", {"100% cotton"}),
        ("_", {"a_b"}),
        ("\\", {"back\\slash"}),
        ("a_b", {"a_b"}),
        ("0%", {"100% cotton"}),
        ("'", {"O'Hara"}),
        ('"', set[str]()),
        ("axb", {"axb"}),
    ],
)
async def test_wildcards_are_letters(api: SignedIn, search: str, names: set[str]) -> None:
    for name in ("100% cotton", "a_b", "axb", "back\\slash", "O'Hara"):
        await make_client(api, name=name)

    assert await found(api, search) == names


async def test_an_empty_search_is_none(api: SignedIn) -> None:
    await make_client(api)

    assert (await page_of(api, CLIENTS, search=""))["total"] == 1


async def test_the_trash_is_searched_apart(api: SignedIn) -> None:
    kept, trashed = await make_client(api, name="Acme 1"), await make_client(api, name="Acme 2")
    await api.delete(f"{CLIENTS}/{trashed['id']}")

    page = await page_of(api, CLIENTS, search="acme", trashed="true")

    assert [item["id"] for item in page["items"]] == [trashed["id"]]
    assert await found(api, "acme") == {kept["name"]}


async def test_up_to_a_thousand_are_counted(api: SignedIn, database: asyncpg.Connection) -> None:
    await add_clients(database, api.user_id, 1000, name="Needle")

    page = await page_of(api, CLIENTS, search="needle", limit=1)

    assert (page["total"], page["total_is_exact"]) == (1000, True)


async def test_beyond_a_thousand_it_says_more(api: SignedIn, database: asyncpg.Connection) -> None:
    await add_clients(database, api.user_id, 1001, name="Needle")

    page = await page_of(api, CLIENTS, search="needle", limit=1)
    exact = await page_of(api, CLIENTS, search="needle", limit=1, count="exact")

    assert (page["total"], page["total_is_exact"]) == (1000, False)
    assert (exact["total"], exact["total_is_exact"]) == (1001, True)


async def test_more_than_a_thousand_are_walked_in_order(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    await add_clients(database, api.user_id, 1203, name="Needle")

    names = [
        item["name"] for item in await walk(api, CLIENTS, search="needle", sort="name", limit=200)
    ]

    assert names == sorted(names)
    assert len(set(names)) == 1203


@pytest.mark.parametrize("search", ["x" * 101, "a\x00b", "a\nb"])
async def test_a_search_is_one_short_line(api: SignedIn, search: str) -> None:
    answer = await api.get(CLIENTS, params={"search": search})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "?search")
