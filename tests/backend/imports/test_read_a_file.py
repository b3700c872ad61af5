"""Reading a CSV file: every kind that spreadsheets write, and in plain words what is refused."""

import csv
import io
import re
import time
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.refusals import Invalid
from backend.core.spreadsheets import safe_cell
from backend.imports.mapping import suggest
from backend.imports.models import FileFormat, ImportEntity
from backend.imports.parsing import MAX_BYTES
from backend.imports.schemas import Layout
from backend.imports.sheets import inspect, rows_of
from tests.backend.imports.steps import table

COMMAS = Layout(format=FileFormat.CSV, delimiter=",", encoding="utf-8")
RUSSIAN = "Клиент;Телефон\nРога и копыта;112\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_finds_the_delimiter_outside_of_quotes(delimiter: str) -> None:
    header = delimiter.join(['"Name, full; or | short"', "Phone", "Notes"])

    sheet = inspect(table(header, [delimiter.join(["Acme", "1", "2"])]), None)

    assert sheet.columns == ["Name, full; or | short", "Phone", "Notes"]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (RUSSIAN.encode(), None),
        (RUSSIAN.encode("utf-8-sig"), None),
        (RUSSIAN.encode("utf-16"), None),
        (b"\xfe\xff" + RUSSIAN.encode("utf-16-be"), None),
        (RUSSIAN.encode("cp1251"), "cp1251"),
        (RUSSIAN.encode("cp1251"), None),
        (RUSSIAN.encode("utf-16-le"), None),
        (RUSSIAN.encode("utf-8-sig"), "cp1251"),
        (RUSSIAN.replace("\n", "\r").encode(), None),
        (RUSSIAN.replace("\n", "\r\n\r\n").encode(), None),
    ],
)
def test_reads_the_encodings_that_spreadsheets_write(content: bytes, encoding: str | None) -> None:
    sheet = inspect(content, encoding)

    assert sheet.columns == ["Клиент", "Телефон"]
    assert sheet.sample == [["Рога и копыта", "112"]]


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
def test_suggests_columns_by_their_usual_names(header: str, suggested: dict[str, int]) -> None:
    columns = header.split(",")

    found = suggest(ImportEntity.DEALS, columns)

    assert found == {name: columns[number] for name, number in suggested.items()}


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
        (b"Name\nAc\x00me\n", "The file holds a NUL character"),
        (b'Name\nAcme\n"Blue\n', "Line 3: a quote opens and never closes"),
        (b'Name\n"Blue" one\n', "Line 2: quotes inside of a cell must be doubled"),
        (b"Name\n" + b"a" * 32_768 + b"\n", "Line 2: a cell of more than 32,767 characters"),
        (b"Name\n" + b"a" * 200_000 + b"\n", "Line 2: a cell of more than 32,767 characters"),
        (b"Name\n" + b"a," * 600_000 + b"\n", "Line 2: a row of more than 1,000,000 characters"),
        (b"\xff\xfeN\x00a", "The file is not UTF-16"),
        (b"Name\n" + b"a\n" * 100_001, "The file has more than 100,000 rows"),
    ],
)
def test_refuses_in_plain_words(content: bytes, said: str) -> None:
    with pytest.raises(Invalid, match=re.escape(said)):
        inspect(content, None)


@pytest.mark.parametrize("line", ['"a\n', '\n"', '"",', "a,"])
def test_no_file_within_the_limit_takes_long(line: str) -> None:
    content = b"Name,Phone\n" + line.encode() * (MAX_BYTES // len(line) - 10)
    began = time.process_time()

    with pytest.raises(Invalid):
        inspect(content, None)

    assert time.process_time() - began < 10


def test_100000_rows_are_not_too_many() -> None:
    sheet = inspect(b"Name\n" + b"a\n" * 100_000, None)

    assert (sheet.total_rows, len(sheet.sample)) == (100_000, 20)


def test_long_cells_are_cut_short_in_the_sample_alone() -> None:
    content = table("Name", ["a" * 500])

    sheet = inspect(content, None)
    (row,) = rows_of(content, sheet.layout)

    assert sheet.sample == [["a" * 99 + "…"]]
    assert row.cells == ["a" * 500]


def test_a_row_is_named_by_the_line_on_which_it_begins() -> None:
    content = b'Name,Notes\n"Ac\nme",1\n\n\nBlue,2\nCyan,3\n'

    rows = rows_of(content, COMMAS)
    later = rows_of(content, COMMAS, skip=2)

    assert [(row.line, row.cells[0]) for row in rows] == [(2, "Ac\nme"), (6, "Blue"), (7, "Cyan")]
    assert [row.line for row in later] == [7]


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=2), min_size=1, max_size=5))
def test_what_a_careful_writer_wrote_is_read(rows: list[list[str]]) -> None:
    cleaned = [[" ".join(cell.replace("\0", "").split()) for cell in row] for row in rows]
    out = io.StringIO()
    csv.writer(out).writerows([["A", "B"], *([safe_cell(c) for c in row] for row in cleaned)])

    read = rows_of(out.getvalue().encode(), COMMAS)

    assert [row.cells for row in read] == [[normalize("NFC", c) for c in row] for row in cleaned]
