"""A file that was read in the wrong way is read anew, as long as nothing came of it."""

import asyncio
import threading

import asyncpg
import pytest

from backend.imports import sheets
from tests.backend.imports.steps import IMPORTS, ended, send, started, table, uploaded
from tests.backend.imports.workbooks import workbook
from tests.support.builders import activity_of, news_of
from tests.support.people import People, SignedIn


async def test_another_delimiter_makes_other_columns(api: SignedIn) -> None:
    upload = await uploaded(api, b"Name;Note\nAcme, Inc;a,b\n", delimiter=",")
    assert upload["columns"] == ["Name;Note"]

    answer = await api.post(f"{IMPORTS}/{upload['id']}/reread", json={"delimiter": ";"})

    read = answer.json()
    assert (answer.status_code, read["columns"], read["sample"]) == (
        200,
        ["Name", "Note"],
        [["Acme, Inc", "a,b"]],
    )
    assert read["suggested_mapping"] == {"name": "Name", "notes": "Note"}
    assert (await activity_of(api, upload["id"]))[0]["action"] == "updated"


@pytest.mark.parametrize("what", ["an upload", "a reread"])
async def test_no_transaction_is_open_while_a_file_is_read(
    api: SignedIn, database: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    upload = await uploaded(api, b"Name\nAcme\n")
    begun, may_end = threading.Event(), threading.Event()

    def slowly(content: bytes, **hints: str | None) -> sheets.Sheet:
        begun.set()
        may_end.wait(100)
        return read(content, **hints)

    read = sheets.inspect
    monkeypatch.setattr(sheets, "inspect", slowly)
    key = {"Idempotency-Key": "once"}
    asked = asyncio.create_task(
        send(api, b"Name\nAcme\n", headers=key)
        if what == "an upload"
        else api.post(f"{IMPORTS}/{upload['id']}/reread", json={}, headers=key)
    )
    assert await asyncio.to_thread(begun.wait, 60)
    open_ones = await database.fetchval(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND state LIKE 'idle in transaction%'"
    )
    may_end.set()
    answer = await asked

    assert answer.is_success
    assert open_ones == 0


async def test_its_maker_hears_of_it_whoever_did_it(
    api: SignedIn, signed_in: People, database: asyncpg.Connection
) -> None:
    ann = await signed_in()
    upload = await uploaded(ann, b"Name\nAcme\n")

    await api.post(f"{IMPORTS}/{upload['id']}/reread", json={})

    assert (await news_of(database, "import.updated"))["owners"] == [ann.user_id]


async def test_another_encoding_makes_other_words(api: SignedIn) -> None:
    content = "Имя\nПРОМСТРОЙ\n".encode("cp866")
    upload = await uploaded(api, content, encoding="cp1251")

    answer = await api.post(f"{IMPORTS}/{upload['id']}/reread", json={"encoding": "cp866"})

    assert answer.json()["sample"] == [["ПРОМСТРОЙ"]]


async def test_a_way_that_does_not_fit_is_refused(api: SignedIn) -> None:
    upload = await uploaded(api, "Имя\nПРОМСТРОЙ\n".encode("cp1251"))

    answer = await api.post(f"{IMPORTS}/{upload['id']}/reread", json={"encoding": "utf-8"})

    assert (answer.status_code, answer.json()["detail"]) == (400, "The file is not UTF-8")


async def test_a_workbook_is_not_read_anew(api: SignedIn) -> None:
    upload = await uploaded(api, workbook(["Name"], ["Acme"]))

    answer = await api.post(f"{IMPORTS}/{upload['id']}/reread", json={})

    assert answer.status_code == 409


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize(("dry_run", "status"), [(True, 200), (False, 409)])
async def test_only_what_was_tried_is_read_anew(
    api: SignedIn, *, dry_run: bool, status: int
) -> None:
    upload = await uploaded(api, table("Name", ["Acme"]))
    await started(api, upload["id"], mapping={"name": "Name"}, dry_run=dry_run)
    assert (await ended(api, upload["id"]))["orders"]["mapping"] == {"name": "Name"}

    answer = await api.post(f"{IMPORTS}/{upload['id']}/reread", json={})

    assert answer.status_code == status
    if status == 200:
        assert (answer.json()["state"], answer.json()["orders"]) == ("UPLOADED", None)


async def test_a_column_of_few_texts_tells_them_all(api: SignedIn) -> None:
    rows = [f"{number},{'Won' if number % 2 else 'Lost'},Deal {number}" for number in range(60)]

    upload = await uploaded(api, table("Id,Stage,Title", rows), entity="deals")

    values = {column["name"]: column["values"] for column in upload["detected"]}
    assert values == {"Id": [], "Stage": ["Lost", "Won"], "Title": []}
