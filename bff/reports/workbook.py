"""A report as XLSX: numbers are numbers, and no text is a formula."""

import io
from typing import Any, Final

from msgspec import Struct

from bff.gateway.deals import Money
from bff.reports.report import Cell, Change, Days, Number, Points, Report, Row, Share, Sheet

WIDTH: Final = 22
LONGEST_NAME: Final = 31  # of a sheet, as Excel has it
NUMBERS: Final[dict[type, str]] = {
    int: "#,##0",
    Money: "#,##0.00",
    Share: "0.0%",
    Days: "#,##0.0",
    Points: "0.0%",
}


class Look(Struct, frozen=True):
    """How a cell is shown."""

    number: str = ""
    bold: bool = False


def workbook(report: Report) -> bytes:
    """Takes its time: call it in a thread."""
    from xlsxwriter import Workbook  # noqa: PLC0415  # slower than all of bff, for few requests

    out = io.BytesIO()
    with Workbook(out, {"constant_memory": True}) as book:
        formats = Formats(book)
        for sheet in report.sheets:
            write_sheet(book.add_worksheet(sheet.title[:LONGEST_NAME]), sheet, report, formats)
    return out.getvalue()


class Formats:
    """A workbook's own, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[Look, Any] = {}

    def of(self, look: Look) -> Any:
        if look not in self._made:
            asked = {"num_format": look.number} if look.number else {}
            self._made[look] = self._book.add_format({**asked, "bold": look.bold})
        return self._made[look]


def write_sheet(sheet: Any, content: Sheet, report: Report, formats: Formats) -> None:
    """What it is of stands above the table, so that the file speaks for itself."""
    sheet.set_column(0, len(content.columns) - 1, WIDTH)
    titles = [column.title for column in content.columns]
    rows = [
        Row([report.title], is_total=True),
        *[Row(fact) for fact in report.facts],
        *([Row([report.note])] if report.note else []),
        Row([]),
        Row(titles, is_total=True),
        *content.rows,
    ]
    for place, row in enumerate(rows):
        for column, cell in enumerate(row.cells):
            write_cell(sheet, (place, column), cell, formats, bold=row.is_total)


def write_cell(
    sheet: Any, at: tuple[int, int], cell: Cell, formats: Formats, *, bold: bool
) -> None:
    if isinstance(cell, str):
        sheet.write_string(*at, cell, formats.of(Look(bold=bold)))
        return
    number = cell.by if isinstance(cell, Change) else cell
    value = value_of(number) if number is not None else None
    if number is not None and value is not None:
        plain = NUMBERS[type(number)]
        shown = f"+{plain};-{plain};{plain}" if isinstance(cell, Change) else plain
        sheet.write_number(*at, value, formats.of(Look(shown, bold)))


def value_of(number: Number) -> float | None:
    """A spreadsheet's numbers are floats; an amount up to ten trillion is exact to the cent."""
    match number:
        case int():
            return number
        case Money():
            return float(number.amount)
        case _:
            return number.value
