"""XLSX: numbers, days and moments are typed, and no text is ever a formula."""

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from backend.core.runs import Failed
from backend.exports import tables
from backend.exports.tables import CsvTable, XlsxTable
from tests.backend.exports.steps import exported
from tests.support.builders import make_client, make_deal, make_task
from tests.support.people import SignedIn


def cells(content: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.rows]


@pytest.mark.usefixtures("worker")
async def test_values_are_what_they_are(api: SignedIn) -> None:
    await api.patch("/api/v1/me", json={"time_zone": "Asia/Tokyo"})
    await make_deal(api, title="Roof", amount="1250.50", expected_close_date="2026-12-31")
    task = await make_task(api, remind_at="2026-12-01T20:00:00Z")

    header, deal = cells(
        await exported(
            api, "deals", format="xlsx", columns=["title", "amount", "expected_close_date"]
        )
    )
    _, reminded = cells(
        await exported(api, "tasks", format="xlsx", columns=["remind_at", "id", "due_date"])
    )

    assert header == ["Title", "Amount", "Expected close date"]
    assert deal == ["Roof", 1250.5, datetime(2026, 12, 31)]  # noqa: DTZ001  # spreadsheets know no zones
    assert reminded == [datetime(2026, 12, 2, 5), task["id"], None]  # noqa: DTZ001  # Tokyo's


@pytest.mark.usefixtures("worker")
async def test_no_text_is_a_formula_a_number_or_a_link(api: SignedIn) -> None:
    texts = ["=1+1", "+7", "@SUM(A1)", "00123", "https://example.com", "{=1}", "1e5"]
    for text in texts:
        await make_client(api, name=text)

    content = await exported(api, "clients", format="xlsx", columns=["name"])

    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    found = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in found] == texts
    assert {cell.data_type for cell in found} == {"s"}
    assert {cell.hyperlink for cell in found} == {None}


def test_what_a_spreadsheet_cannot_hold_is_text(tmp_path: Path) -> None:
    table = XlsxTable(tmp_path / "a.xlsx", ["a", "b", "c"], ZoneInfo("UTC"))
    moment = datetime(1066, 10, 14, 9, tzinfo=ZoneInfo("UTC"))

    table.add([[date(1812, 9, 7), moment, "x" * 40_000]])
    table.close()

    _, (day, time, text) = cells((tmp_path / "a.xlsx").read_bytes())
    assert (day, time) == ("1812-09-07", "1066-10-14T09:00:00Z")
    assert (len(text), text[-1]) == (tables.MOST_CHARACTERS, "…")


def test_more_rows_than_a_sheet_holds_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    table = XlsxTable(tmp_path / "a.xlsx", ["a"], ZoneInfo("UTC"))

    with pytest.raises(Failed, match="A sheet holds 2 rows"):
        table.add([[1], [2], [3]])
    table.close()


def test_csv_writes_values_as_the_api_does(tmp_path: Path) -> None:
    table = CsvTable(tmp_path / "a.csv", ["a"])
    moment = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=ZoneInfo("UTC"))

    table.add([[None, Decimal("10.00"), date(2026, 1, 2), moment, "a\r\nb", 'say "x"']])
    table.close()

    assert (tmp_path / "a.csv").read_bytes().decode() == (
        '\ufeffa\r\n,10.00,2026-01-02,2026-01-02T03:04:05.000678Z,"a\r\nb","say ""x"""\r\n'
    )
