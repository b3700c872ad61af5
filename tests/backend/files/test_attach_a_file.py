"""Attaching a file: announced, sent to the address that was lent, confirmed, and there."""

import hashlib
from collections.abc import Awaitable, Callable

import asyncpg
import httpx
import pytest

from tests.backend.files.steps import (
    FILES,
    PDF,
    announce,
    announced,
    attached,
    confirm,
    fetched,
    files_of,
    sent,
)
from tests.support.builders import activity_of, make_client, make_deal, make_task
from tests.support.pages import pointers
from tests.support.people import Json, SignedIn

MAKERS: dict[str, Callable[[SignedIn], Awaitable[Json]]] = {
    "client": make_client,
    "deal": make_deal,
    "task": make_task,
}


@pytest.mark.parametrize("kind", MAKERS)
async def test_it_comes_back_as_it_was_sent(
    api: SignedIn, anonymous: httpx.AsyncClient, kind: str
) -> None:
    record = await MAKERS[kind](api)

    file = await attached(api, anonymous, record, kind=kind)

    answer = await fetched(api, anonymous, file)
    assert answer.content == PDF
    assert (file["state"], file["size"]) == ("ready", len(PDF))
    assert file["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert await files_of(api, record, kind=kind) == ["offer.pdf"]


async def test_until_it_is_confirmed_it_is_only_announced(
    api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    client = await make_client(api)

    file = await announced(api, client, content_type="application/x-thing")
    await sent(anonymous, file)

    assert (file["state"], file["sha256"]) == ("pending", None)
    assert file["content_type"] == "application/pdf"
    assert await files_of(api, client) == []
    assert (await api.get(f"{FILES}/{file['id']}/download")).status_code == 409


async def test_the_record_s_log_tells_of_it(api: SignedIn, anonymous: httpx.AsyncClient) -> None:
    client = await make_client(api, name="Acme")

    file = await attached(api, anonymous, client)

    entry, _ = await activity_of(api, client["id"])
    assert (entry["entity_type"], entry["action"]) == ("client", "attached")
    assert entry["payload"]["name"] == "Acme"
    assert entry["payload"]["changes"]["sha256"] == [None, file["sha256"]]


async def test_nothing_came(api: SignedIn) -> None:
    file = await announced(api, await make_client(api))

    answer = await confirm(api, file)

    assert (answer.status_code, answer.json()["detail"]) == (409, "Nothing was uploaded yet")


async def test_less_came_than_was_announced(api: SignedIn, anonymous: httpx.AsyncClient) -> None:
    client = await make_client(api)
    file = await announced(api, client)
    await sent(anonymous, file, PDF[:-1])

    answer = await confirm(api, file)

    assert answer.status_code == 409
    assert answer.json()["detail"] == f"{len(PDF) - 1} bytes came where {len(PDF)} were announced"
    assert await files_of(api, client) == []


async def test_confirmed_again_it_stays_as_it_is(
    api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    client = await make_client(api)
    file = await attached(api, anonymous, client)

    again = await confirm(api, file)

    assert again.json() == file
    assert len(await activity_of(api, client["id"])) == 2


async def test_what_is_sent_after_it_was_checked_changes_nothing(
    api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    file = await announced(api, await make_client(api))
    await sent(anonymous, file)
    await confirm(api, file)

    await sent(anonymous, file, b"<" * len(PDF))

    assert (await fetched(api, anonymous, file)).content == PDF


async def test_an_announcement_that_is_repeated_happens_once(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    client = await make_client(api)
    api.headers["Idempotency-Key"] = "once"

    first, again = await announced(api, client), await announced(api, client)

    assert again == first
    assert await database.fetchval("SELECT count(*) FROM attachments") == 1


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"size": 0}, "/size"),
        ({"size": 25 * 1024 * 1024 + 1}, "/size"),
        ({"size": 2**70}, "/size"),
        ({"file_name": "page.html"}, "/file_name"),
        ({"file_name": "drawing.SVG"}, "/file_name"),
        ({"file_name": "offer.pdf.exe"}, "/file_name"),
        ({"file_name": "offer"}, "/file_name"),
        ({"file_name": "offer.pdf\u0000"}, "/file_name"),
        ({"file_name": ""}, "/file_name"),
        ({"entity_type": "user"}, "/entity_type"),
        ({"entity_id": "0199f000-0000-7000-8000-000000000000"}, "/entity_id"),
        ({"colour": "red"}, "/colour"),
    ],
)
async def test_refuses_what_does_not_fit(
    api: SignedIn, fields: dict[str, object], pointer: str
) -> None:
    client = await make_client(api)
    said = {"entity_type": "client", "entity_id": client["id"], "file_name": "a.pdf", "size": 1}

    answer = await api.post(FILES, json=said | fields)

    assert (answer.status_code, pointers(answer.json())) == (400, [pointer])


async def test_a_trashed_record_takes_no_more(api: SignedIn) -> None:
    client = await make_client(api)
    await api.delete(f"/api/v1/clients/{client['id']}")

    answer = await announce(api, client)

    assert answer.status_code == 409


async def test_a_record_has_a_hundred_at_most(api: SignedIn, database: asyncpg.Connection) -> None:
    client = await make_client(api)
    await announced(api, client)
    await database.execute(
        "INSERT INTO attachments (entity_type, entity_id, file_name, content_type, size, state,"
        " key, uploaded_by, version) SELECT entity_type, entity_id, file_name, content_type, size,"
        " state, 'uploads/' || n, uploaded_by, 1 FROM attachments, generate_series(1, 99) AS n"
    )

    answer = await announce(api, client)

    assert answer.status_code == 409


async def test_a_list_costs_two_queries(
    api: SignedIn, anonymous: httpx.AsyncClient, queries: list[str]
) -> None:
    client = await make_client(api)
    for name in ("b.pdf", "a.pdf", "c.pdf"):
        await attached(api, anonymous, client, name=name)
    other = await make_client(api)

    queries.clear()
    params = {"entity_type": "client", "entity_id": client["id"], "limit": 2}
    first = (await api.get(FILES, params=params)).json()
    asked = len(queries)
    rest = (await api.get(FILES, params=params | {"cursor": first["next_cursor"]})).json()
    queries.clear()
    none = (await api.get(FILES, params=params | {"entity_id": other["id"]})).json()

    assert [file["file_name"] for file in first["items"] + rest["items"]] == [
        "c.pdf",
        "a.pdf",
        "b.pdf",
    ]
    assert (first["total"], rest["next_cursor"], none["total"]) == (3, None, 0)
    assert (asked, len(queries)) == (2, 2)
