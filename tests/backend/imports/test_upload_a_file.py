"""Uploading a file: what is in it, and what is refused at the door."""

import time

import pytest

from backend.imports.parsing import MAX_BYTES
from tests.backend.imports.steps import IMPORTS, send, table, uploaded
from tests.support.builders import activity_of
from tests.support.people import SignedIn

RUSSIAN = "Клиент;Телефон\nРога и копыта;112\n"


async def test_answers_what_is_in_it(api: SignedIn) -> None:
    content = table("Account Name,E-mail,Revenue", ["Acme,ann@acme.test,1", "Blue,,2"])

    answer = await send(api, content)

    view = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{IMPORTS}/{view['id']}"
    assert view["state"] == "UPLOADED"
    assert view["columns"] == ["Account Name", "E-mail", "Revenue"]
    assert view["sample"] == [["Acme", "ann@acme.test", "1"], ["Blue", "", "2"]]
    assert view["total_rows"] == 2
    assert view["suggested_mapping"] == {"name": "Account Name", "email": "E-mail"}
    assert (await api.get(answer.headers["location"])).json() == view


async def test_it_is_in_the_change_log(api: SignedIn) -> None:
    view = await uploaded(api, table("Name", ["Acme"]))

    (entry,) = await activity_of(api, view["id"])

    assert (entry["entity_type"], entry["action"]) == ("import", "created")
    assert entry["payload"]["name"] == "export.csv"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
async def test_finds_the_delimiter_outside_of_quotes(api: SignedIn, delimiter: str) -> None:
    header = delimiter.join(['"Name, full; or | short"', "Phone", "Notes"])

    view = await uploaded(api, table(header, [delimiter.join(["Acme", "1", "2"])]))

    assert view["columns"] == ["Name, full; or | short", "Phone", "Notes"]


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        (RUSSIAN.encode(), {}),
        (RUSSIAN.encode("utf-8-sig"), {}),
        (RUSSIAN.encode("utf-16"), {}),
        (b"\xfe\xff" + RUSSIAN.encode("utf-16-be"), {}),
        (RUSSIAN.encode("cp1251"), {"encoding": "cp1251"}),
        (RUSSIAN.encode("utf-8-sig"), {"encoding": "cp1251"}),
        (RUSSIAN.replace("\n", "\r").encode(), {}),
        (RUSSIAN.replace("\n", "\r\n\r\n").encode(), {}),
    ],
)
async def test_reads_the_encodings_that_spreadsheets_write(
    api: SignedIn, content: bytes, fields: dict[str, str]
) -> None:
    view = await uploaded(api, content, **fields)

    assert view["sample"] == [["Рога и копыта", "112"]]
    assert view["suggested_mapping"] == {"name": "Клиент", "phone": "Телефон"}


@pytest.mark.parametrize(
    ("header", "suggested"),
    [
        ("Account,Deal_Stage,Close_Value", {"client": 0, "status": 1, "amount": 2}),
        ("Клиент,Этап,Сумма", {"client": 0, "status": 1, "amount": 2}),
        ("OPPORTUNITY NAME,Opportunity ID,Company", {"title": 0, "external_id": 1, "client": 2}),
        ("Stage,Status", {"status": 1}),
        ("Sales_Agent,Product", {}),
    ],
)
async def test_suggests_columns_by_their_usual_names(
    api: SignedIn, header: str, suggested: dict[str, int]
) -> None:
    view = await uploaded(
        api, table(header, ["a,b,c"[: 2 * header.count(",") + 1]]), entity="deals"
    )

    columns = header.split(",")
    assert view["suggested_mapping"] == {name: columns[n] for name, n in suggested.items()}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"\n\n", "The file is empty"),
        (b"Name,Phone\n", "The file has a header but no rows"),
        (b"Name,,Phone\na,b,c\n", "Column 2 has no name in the header"),
        (b"Name,Phone,Name\na,b,c\n", "Two columns are called Name"),
        (b"n" * 201 + b"\na\n", "The name of column 1 is longer than 200 characters"),
        (b",".join(b"%d" % n for n in range(201)) + b"\na\n", "more than 200 columns"),
        (b"PK\x03\x04" + b"x" * 100, "an Excel workbook or an archive"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "an Excel workbook or an archive"),
        (b"Name\nAc\x00me\n", "Line 2: a NUL character"),
        (b'Name\nAcme\n"Blue\n', "Line 3: a quote opens and never closes"),
        (b'Name\n"Blue" one\n', "Line 2: quotes inside of a cell must be doubled"),
        (b"Name\n" + b"a" * 32_768 + b"\n", "Line 2: a cell of more than 32,767 characters"),
        (b"Name\n" + b"a" * 200_000 + b"\n", "Line 2: a cell of more than 32,767 characters"),
        (b"Name\n" + b"a," * 600_000 + b"\n", "Line 2: a row of more than 1,000,000 characters"),
        (RUSSIAN.encode("cp1251"), "The file is not UTF-8; where it comes from Excel in Russian"),
        (b"\xff\xfeN\x00a", "The file is not UTF-16"),
        (b"Name\n" + b"a\n" * 100_001, "The file has more than 100,000 rows"),
    ],
)
async def test_refuses_in_plain_words(api: SignedIn, content: bytes, said: str) -> None:
    answer = await send(api, content)

    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["pointer"] == "/file"
    assert said in error["detail"]


@pytest.mark.parametrize("line", ['"a\n', '\n"', '"",', "a,"])
async def test_no_file_within_the_limit_takes_long(api: SignedIn, line: str) -> None:
    content = b"Name,Phone\n" + line.encode() * (MAX_BYTES // len(line) - 10)
    began = time.perf_counter()

    answer = await send(api, content)

    assert answer.status_code == 400
    assert time.perf_counter() - began < 10


async def test_more_than_20_mb_are_too_large(api: SignedIn) -> None:
    answer = await send(api, b"Name\n" + b"a" * MAX_BYTES)

    assert answer.status_code == 413


async def test_100000_rows_are_not_too_many(api: SignedIn) -> None:
    view = await uploaded(api, b"Name\n" + b"a\n" * 100_000)

    assert view["total_rows"] == 100_000
    assert len(view["sample"]) == 20


@pytest.mark.parametrize(
    "fields", [{"entity": "tasks"}, {"entity": "deals", "color": "red"}, {"encoding": "utf-7"}]
)
async def test_refuses_unknown_fields_and_values(api: SignedIn, fields: dict[str, str]) -> None:
    answer = await api.post(
        IMPORTS, data={"entity": "clients", **fields}, files={"file": ("a.csv", b"Name\nAcme\n")}
    )

    assert answer.status_code == 400


async def test_a_file_is_required(api: SignedIn) -> None:
    answer = await api.post(IMPORTS, data={"entity": "clients"}, files={"other": ("a.csv", b"a")})

    assert answer.status_code == 400


async def test_long_cells_are_cut_short_in_the_sample_alone(api: SignedIn) -> None:
    view = await uploaded(api, table("Name", ["a" * 500]))

    assert view["sample"] == [["a" * 99 + "…"]]


async def test_a_file_name_is_only_a_name(api: SignedIn) -> None:
    answer = await send(api, b"Name\nAcme\n", name="../../etc/\u202evsc.exe")

    assert answer.json()["file_name"] == "vsc.exe"


async def test_a_repeated_upload_happens_once(api: SignedIn) -> None:
    key = {"Idempotency-Key": "upload-1"}

    first = await send(api, b"Name\nAcme\n", headers=key)
    again = await send(api, b"Name\nAcme\n", headers=key)  # httpx draws another boundary
    other = await send(api, b"Name\nBlue\n", headers=key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert other.status_code == 422
    assert (await api.get(IMPORTS)).json()["total"] == 1


async def test_strangers_upload_nothing(api: SignedIn) -> None:
    answer = await send(api, b"Name\nAcme\n", headers={"Authorization": ""})

    assert answer.status_code == 401
