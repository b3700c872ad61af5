"""Uploading a file: what is in it, and what is refused at the door."""

import pytest

from backend.imports.parsing import MAX_BYTES
from tests.backend.imports.steps import IMPORTS, send, table, uploaded
from tests.backend.imports.workbooks import workbook
from tests.support.builders import activity_of
from tests.support.people import SignedIn


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


async def test_another_encoding_is_read_where_one_asks(api: SignedIn) -> None:
    content = "Клиент\nРога и копыта\n".encode("cp1251")

    guessed = await uploaded(api, content)
    told = await uploaded(api, content, encoding="koi8-r")

    assert guessed["sample"] == [["Рога и копыта"]]
    assert guessed["layout"]["encoding"] == "cp1251"
    assert (guessed["layout"]["encoding_is_certain"], told["layout"]["encoding_is_certain"]) == (
        False,
        True,
    )
    assert told["sample"] == [["пНЦЮ Х ЙНОШРЮ"]]


async def test_a_workbook_s_sheet_can_be_chosen(api: SignedIn) -> None:
    content = workbook(["Name"], ["Acme"], sheets=["First", "Second"])

    view = await uploaded(api, content, sheet="Second")
    refused = [
        await send(api, content, sheet=sheet)
        for sheet in ("Third", "Sec\0ond", "--help", "x" * 201)
    ]

    layout = {"format": "xlsx", "sheet": "Second", "sheets": ["First", "Second"]}
    assert view["layout"].items() >= layout.items()
    assert (view["columns"], view["sample"]) == (["Name"], [["Acme"]])
    assert [answer.status_code for answer in refused] == [400] * 4


async def test_it_is_in_the_change_log(api: SignedIn) -> None:
    view = await uploaded(api, table("Name", ["Acme"]))

    (entry,) = await activity_of(api, view["id"])

    assert (entry["entity_type"], entry["action"]) == ("import", "created")
    assert entry["payload"]["name"] == "export.csv"


async def test_more_than_20_mb_are_too_large(api: SignedIn) -> None:
    answer = await send(api, b"Name\n" + b"a" * MAX_BYTES)

    assert answer.status_code == 413


@pytest.mark.parametrize(
    "fields", [{"entity": "users"}, {"entity": "deals", "color": "red"}, {"encoding": "utf-7"}]
)
async def test_refuses_unknown_fields_and_values(api: SignedIn, fields: dict[str, str]) -> None:
    answer = await api.post(
        IMPORTS, data={"entity": "clients", **fields}, files={"file": ("a.csv", b"Name\nAcme\n")}
    )

    assert answer.status_code == 400


async def test_a_file_that_cannot_be_read_is_pointed_at(api: SignedIn) -> None:
    answer = await send(api, b"Name,,Phone\na,b,c\n")

    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {"pointer": "/file", "detail": "Column 2 has no name in the header"}
    ]


async def test_a_file_is_required(api: SignedIn) -> None:
    answer = await api.post(IMPORTS, data={"entity": "clients"}, files={"other": ("a.csv", b"a")})

    assert answer.status_code == 400


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
