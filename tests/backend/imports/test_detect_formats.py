"""How a file is written, by all of its cells: delimiter, encoding, decimal comma, day or month."""

from collections.abc import Sequence

import pytest

from backend.imports.columns import Column, understand
from backend.imports.encodings import CODE_PAGES, detect
from backend.imports.sheets import inspect
from tests.backend.imports.steps import imported, reasons, table, uploaded
from tests.backend.imports.workbooks import workbook
from tests.support.builders import make_client
from tests.support.people import Json, SignedIn

worker = pytest.mark.usefixtures("worker")
MANY = 3_000
GERMAN, RUSSIAN = "Name;Ort\nMüller & Söhne;Köln\n", "Имя;ООО\nПРОМСТРОЙ;Анна\n"


def column_of(cells: Sequence[str], locale: str = "en") -> Column:
    sheet = inspect(table("Value", [f'"{cell}"' for cell in cells]))
    return understand("Value", sheet.tallies[0], locale, typed_numbers=False)


@pytest.mark.parametrize(
    ("cells", "decimal", "certainty"),
    [
        (["1,234"] * MANY + ["5,5"], ",", "sure"),
        (["1,234"] * MANY + ["1,234.5"], ".", "sure"),
        (["1.234"] * MANY + ["1.234.567"], ",", "sure"),
        (["1,234", "2.5", "2,5"], None, "mixed"),
        (["1,234", "12"], ".", "guessed"),
        (["1", "1 234", "x"], None, "sure"),
    ],
)
def test_the_decimal_sign_is_proven_by_any_cell(
    cells: list[str], decimal: str | None, certainty: str
) -> None:
    column = column_of(cells)

    assert (column.decimal, column.certainty) == (decimal, certainty)


@pytest.mark.parametrize(
    ("cells", "order", "certainty"),
    [
        (["03/04/2026"] * MANY + ["13/04/2026"], "DMY", "sure"),
        (["03/04/2026"] * MANY + ["04/13/2026 12:30"], "MDY", "sure"),
        (["03/04/2026", "04.03.2026"], "DMY", "sure"),
        (["03-04-2026", "13/04/2026", "04/13/2026"], None, "mixed"),
        (["03/04/2026", "05/06/2026"], "MDY", "guessed"),
        (["2026-04-03", "3/3/2026"], None, "sure"),
    ],
)
def test_the_order_of_day_and_month_is_proven_by_any_cell(
    cells: list[str], order: str | None, certainty: str
) -> None:
    column = column_of(cells)

    assert (column.kind, column.date_order, column.certainty) == ("date", order, certainty)


def test_what_nothing_proves_is_as_the_language_has_it() -> None:
    english, russian = (column_of(["1,234"], locale) for locale in ("en", "ru"))
    slashes = column_of(["03/04/2026"], "ru")

    assert (english.decimal, russian.decimal, slashes.date_order) == (".", ",", "DMY")


def test_kinds_are_what_most_cells_are() -> None:
    kinds = [
        column_of(cells).kind
        for cells in (["1", "2", "x"], ["a", "b", "1"], ["1.2.2026"], ["", ""])
    ]

    assert kinds == ["number", "text", "date", "empty"]


def test_a_workbook_s_numbers_have_their_own_sign() -> None:
    sheet = inspect(workbook(["Sum"], [1.234], ["x"]))

    column = understand("Sum", sheet.tallies[0], "ru", typed_numbers=0 in sheet.typed)

    assert (column.decimal, column.certainty) == (".", "sure")


@pytest.mark.parametrize("encoding", CODE_PAGES)
def test_code_pages_are_told_by_how_words_read(encoding: str) -> None:
    text = (
        "Name;Ort\nMüller & Söhne;Köln\n" if encoding == "cp1252" else "Имя;ООО\nПРОМСТРОЙ;Анна\n"
    )

    assert detect(text.encode(encoding)) == (encoding, False)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8", "utf-8-sig"])
def test_unicode_is_certain(encoding: str) -> None:
    assert detect("Имя\nОля и Company\n".encode(encoding)) == (encoding, True)


def test_the_delimiter_is_the_one_that_makes_even_rows() -> None:
    rows = ["a|1,5|x, y, z", "b|2,5|p, q", "c|3|r"]

    sheet = inspect(table("Name|Sum, net|Notes, long, or not, all", rows))

    assert sheet.columns == ["Name", "Sum, net", "Notes, long, or not, all"]


async def import_deals(api: SignedIn, rows: list[str], **orders: object) -> Json:
    await make_client(api, name="Acme")
    content = table("Client;Title;Amount;Expected close date", rows)
    return await imported(api, content, entity="deals", **orders)


async def deals(api: SignedIn) -> list[tuple[str, str | None]]:
    listed = (await api.get("/api/v1/deals", params={"sort": "title"})).json()["items"]
    return [(deal["amount"], deal["expected_close_date"]) for deal in listed]


@worker
async def test_a_column_s_proof_decides_its_other_cells(api: SignedIn) -> None:
    view = await import_deals(api, ["Acme;A;1.234;03/04/2026", "Acme;B;1.234,50;13/04/2026"])

    assert await deals(api) == [("1234.00", "2026-04-03"), ("1234.50", "2026-04-13")]
    assert [(c["name"], c["decimal"], c["date_order"]) for c in view["detected"][2:]] == [
        ("Amount", ",", None),
        ("Expected close date", None, "DMY"),
    ]


@worker
async def test_a_guess_follows_the_user_s_language_and_says_so(api: SignedIn) -> None:
    await api.patch("/api/v1/me", json={"locale": "ru"})

    view = await import_deals(api, ["Acme;A;1.234;03/04/2026"])

    assert await deals(api) == [("1234.00", "2026-04-03")]
    assert [c["certainty"] for c in view["detected"]] == ["sure", "sure", "guessed", "guessed"]


@worker
async def test_what_one_orders_counts_more_and_what_does_not_fit_is_rejected(
    api: SignedIn,
) -> None:
    rows = ["Acme;A;1.234;03/04/2026", "Acme;B;;13/04/2026", "Acme;C;1.5;"]
    formats = {"Amount": {"decimal": ","}, "Expected close date": {"date_order": "MDY"}}

    view = await import_deals(api, rows, formats=formats)

    assert await deals(api) == [("1234.00", "2026-03-04")]
    assert [reason.partition(":")[0] for reason in await reasons(api, view)] == [
        "Expected close date",
        "Amount",
    ]


async def test_formats_speak_of_the_file_s_columns(api: SignedIn) -> None:
    upload = await uploaded(api, table("Name", ["Acme"]))
    orders = {"mapping": {"name": "Name"}, "formats": {"Nome": {"decimal": ","}}}

    answer = await api.post(f"/api/v1/imports/{upload['id']}/start", json=orders)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/formats/Nome"


@worker
async def test_words_that_are_translated_are_read_as_the_api_writes_them(api: SignedIn) -> None:
    values = {"amount": {"n/a": "10.50"}}

    await import_deals(api, ["Acme;A;1,5;", "Acme;B;n/a;"], values=values)

    assert [amount for amount, _ in await deals(api)] == ["1.50", "10.50"]
