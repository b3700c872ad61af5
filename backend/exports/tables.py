"""Files that spreadsheets open: CSV and XLSX, written row by row in bounded memory.

Slow on purpose of being small: call them in a thread.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from backend.core.runs import Failed
from backend.core.spreadsheets import BYTE_ORDER_MARK, safe_cell
from backend.exports.models import ExportFormat

MOST_ROWS = 1_048_576  # of a sheet, its header included
MOST_CHARACTERS = 32_767  # of a cell
OLDEST = 1900  # after it, spreadsheets agree on what day it was
WIDTH = 20
CONTENT_TYPES = {
    ExportFormat.CSV: "text/csv",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Table(Protocol):
    def add(self, rows: Iterable[Sequence[Any]]) -> None: ...
    def close(self) -> None: ...


def csv_text(rows: Iterable[Sequence[Any]]) -> str:
    """Values as the API writes them, texts so that no spreadsheet takes one for a formula."""
    out = io.StringIO()
    csv.writer(out).writerows([_text(value) for value in row] for row in rows)
    return out.getvalue()


class CsvTable:
    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._file.write(BYTE_ORDER_MARK + csv_text([header]))

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        self._file.write(csv_text(rows))

    def close(self) -> None:
        self._file.close()


class XlsxTable:
    """Numbers, days and moments are what they are; a moment is shown in the reader's zone."""

    def __init__(self, path: Path, header: Sequence[str], zone: ZoneInfo) -> None:
        from xlsxwriter import Workbook  # noqa: PLC0415  # takes 0.2 s, for few processes

        self._book = Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)})
        self._sheet = self._book.add_worksheet()
        self._zone = zone
        self._row = 0
        self._amount = self._book.add_format({"num_format": "#,##0.00"})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._sheet.set_column(0, len(header) - 1, WIDTH)
        self._sheet.freeze_panes(1, 0)
        self.add([header])

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        for row in rows:
            if self._row == MOST_ROWS:
                raise Failed(f"A sheet holds {MOST_ROWS - 1:,} rows; take CSV, or filter")
            for place, value in enumerate(row):
                self._write(place, value)
            self._row += 1

    def close(self) -> None:
        self._book.close()

    def _write(self, place: int, value: Any) -> None:
        sheet, row = self._sheet, self._row
        if value is None or value == "":
            return
        if isinstance(value, Decimal):
            sheet.write_number(row, place, float(value), self._amount)
        elif isinstance(value, date) and value.year > OLDEST:
            if isinstance(value, datetime):
                local = value.astimezone(self._zone).replace(tzinfo=None)
                sheet.write_datetime(row, place, local, self._moment)
            else:
                midnight = datetime(value.year, value.month, value.day)  # noqa: DTZ001  # a day has no zone
                sheet.write_datetime(row, place, midnight, self._day)
        else:
            sheet.write_string(row, place, _shortened(str(msgspec.to_builtins(value))))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return safe_cell(value)
    if isinstance(value, UUID | Decimal):
        return str(value)
    return str(msgspec.to_builtins(value))


def _shortened(text: str) -> str:
    """xlsxwriter would leave the cell empty, and say nothing."""
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"
