"""Reading an XLSX workbook: cells as the readers expect them, refusals in plain words."""

import io
import re
import sys
import zipfile
from datetime import date, datetime, time

import pytest
import xlsxwriter

from backend.core.refusals import Invalid
from backend.imports.sheets import MAX_COLUMNS, Sheet, inspect, rows_of
from backend.imports.workbook_program import Refused, read
from tests.backend.imports.workbooks import workbook


def cells_of(sheet: Sheet) -> list[list[str]]:
    return [row.cells for row in rows_of(sheet.content, sheet.layout)]


def repacked(content: bytes, **parts: bytes) -> bytes:
    """The same archive, with other parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def far_cell() -> bytes:
    """6 kB that would take 550 GB as a table."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Name")
        sheet.write(1_048_575, 16_383, "far")
    return out.getvalue()


def test_cells_become_text_that_the_readers_take() -> None:
    row = [
        *(500, 1234.5, 0.1 + 0.2, 1e15, True, "  text ", ("=1+1", 2)),
        *(date(2026, 3, 4), datetime(2026, 3, 4, 12, 30, 15), time(5, 6)),  # noqa: DTZ001  # a spreadsheet's times have no zone
    ]
    header = [f"C{n}" for n in range(len(row))]

    sheet = inspect(workbook(header, row))

    expected = ["500", "1234.5", "0.3", "1000000000000000", "true", "text", "2"]
    expected += ["2026-03-04", "2026-03-04T12:30:15", "05:06:00"]
    assert cells_of(sheet) == [expected]
    assert (sheet.columns, sheet.total_rows) == (header, 1)


def test_rows_keep_their_numbers_and_empty_ones_are_left_out() -> None:
    sheet = inspect(workbook([], ["", "Name", "Note"], [], ["", "Acme"], [], ["", "Blue", "x"]))

    rows = list(rows_of(sheet.content, sheet.layout))

    assert [(row.line, row.cells) for row in rows] == [(4, ["Acme", ""]), (6, ["Blue", "x"])]


def test_the_first_visible_sheet_unless_one_is_named() -> None:
    content = workbook(["Name"], ["Acme"], sheets=["Empty", "Notes", "Données"], hide="Notes")

    sheet = inspect(content, sheet="Données")

    assert (sheet.layout.sheet, sheet.layout.sheets) == ("Données", ["Empty", "Données"])
    with pytest.raises(Invalid, match="The file is empty"):
        inspect(content)
    with pytest.raises(Invalid, match="has no sheet Notes; it has Empty, Données") as refused:
        inspect(content, sheet="Notes")
    assert [e.pointer for e in refused.value.errors] == ["/sheet"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04" + b"x" * 100, "The workbook is damaged"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "an old Excel workbook (.xls)"),
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (repacked(workbook(["A"], ["1"]), **{"xl/workbook.bin": b""}), "a binary Excel workbook"),
        (workbook(["Name"]), "The file has a header but no rows"),
        (workbook(["Name", "", "Phone"], ["a", "b", "c"]), "Column 2 has no name in the header"),
        (workbook([f"C{n}" for n in range(MAX_COLUMNS + 1)], ["x"]), "more than 200 columns"),
    ],
    ids=["damaged", "xls", "encrypted", "xlsb", "no rows", "no name", "wide"],
)
def test_refuses_in_plain_words(content: bytes, said: str) -> None:
    with pytest.raises(Invalid, match=re.escape(said)):
        inspect(content)


def test_refuses_a_table_that_no_machine_holds() -> None:
    with pytest.raises(Invalid, match="its cells reach too far"):
        inspect(far_cell())


def test_an_archive_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")

    with pytest.raises(Invalid, match="an archive, but no Excel workbook"):
        inspect(out.getvalue())


def test_what_would_unpack_to_much_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    content = repacked(workbook(["A"], ["1"]), **{"xl/media/a": b"\0" * (301 * 1024 * 1024)})
    monkeypatch.setattr(sys, "executable", "/bin/false")  # whatever would be started fails

    with pytest.raises(Invalid, match="unpacks to more than 300 MB"):
        inspect(content)

    assert len(content) < 1024 * 1024


def test_a_sheet_that_is_no_xml_is_damaged() -> None:
    content = workbook(["A"], ["1"])
    broken = content.replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheet2.xml")

    with pytest.raises(Invalid, match="damaged"):
        inspect(broken)


def test_a_text_file_has_no_sheets_and_a_workbook_no_delimiter() -> None:
    with pytest.raises(Invalid, match="A text file has no sheets"):
        inspect(b"Name\nAcme\n", sheet="Sheet1")
    with pytest.raises(Invalid, match="needs no encoding"):
        inspect(workbook(["Name"], ["Acme"]), delimiter=";")


def test_the_program_says_what_it_found_in_lines_of_json() -> None:
    """What runs in a process of its own, here in ours."""
    found = list(read(workbook(["Name", "Sum"], ["Ань", 1.5], ["x"]), None))

    assert found == [
        '{"sheet": "Sheet1", "sheets": ["Sheet1"], "numbers": [1]}',
        '[1, ["Name", "Sum"]]',
        '[2, ["\\u0410\\u043d\\u044c", "1.5"]]',
        '[3, ["x", ""]]',
    ]
    with pytest.raises(Refused, match="has no sheet Other"):
        list(read(workbook(["Name"]), "Other"))
    with pytest.raises(Refused, match="damaged"):
        list(read(b"PK\x03\x04", None))
