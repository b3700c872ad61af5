"""Run as a program of its own: a workbook on stdin, one of its sheets as lines of JSON on stdout.

By itself, for a workbook of 6 kB whose last cell is XFD1048576 makes calamine ask for 550 GB,
and the process that asks is aborted. It imports nothing of ours, so that it starts in 60 ms.
"""

import io
import json
import resource
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

MEMORY = 1024 * 1024 * 1024
SECONDS = 12
MAX_TEXT = 64 * 1024 * 1024  # bytes of all rows
MAX_ROWS = 100_000 + 1
Cell = int | float | str | bool | time | date | datetime | timedelta
HALF_A_SECOND = timedelta(milliseconds=500)


class Refused(Exception):
    """In words for whoever uploaded the file."""

    def __init__(self, error: str, pointer: str = "/file") -> None:
        super().__init__(error)
        self.pointer = pointer


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        found = list(read(sys.stdin.buffer.read(), sys.argv[1] if len(sys.argv) > 1 else None))
    except Refused as refused:
        sys.stdout.write(json.dumps({"error": str(refused), "pointer": refused.pointer}))
    else:
        sys.stdout.writelines(f"{line}\n" for line in found)


def read(content: bytes, wanted: str | None) -> Iterator[str]:
    """A line about the sheet, then one for each row that holds something."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            names = _sheets(workbook)
            name = _chosen(names, wanted)
            rows = list(_lines(workbook.get_sheet_by_name(name).iter_rows()))
    except PasswordError as error:
        raise Refused("The workbook is protected by a password; save it without one") from error
    except CalamineError as error:
        raise Refused("The workbook is damaged") from error
    width = max((len(cells) for _, cells, _ in rows), default=0)
    numbers = sorted(set().union(*(places for _, _, places in rows)))
    yield json.dumps({"sheet": name, "sheets": names, "numbers": numbers})
    for line, cells, _ in rows:
        yield json.dumps((line, [*cells, *[""] * (width - len(cells))]))


def _sheets(workbook: CalamineWorkbook) -> list[str]:
    """Those with cells that people see."""
    return [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]


def _chosen(names: list[str], wanted: str | None) -> str:
    if not names:
        raise Refused("The workbook has no sheet with cells")
    if wanted is None:
        return names[0]
    if wanted not in names:
        listed = ", ".join(names)
        raise Refused(f"The workbook has no sheet {wanted}; it has {listed}", "/sheet")
    return wanted


def _lines(rows: Iterable[list[Cell]]) -> Iterator[tuple[int, list[str], set[int]]]:
    """Number, cells up to the last that is filled, and where a number stands."""
    room, count = MAX_TEXT, 0
    for line, row in enumerate(rows, start=1):
        cells = [text_of(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        count += 1
        room -= sum(map(len, cells))
        if count > MAX_ROWS:
            raise Refused("The sheet has more than 100,000 rows; split it")
        if room < 0:
            raise Refused("The sheet holds more than 64 MB of text; split it")
        yield line, cells, {place for place, cell in enumerate(row) if type(cell) is float}


def text_of(cell: Cell) -> str:
    """As our readers expect it: numbers with a point, days and times by ISO 8601."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        digits = f"{cell:.15g}"  # what a spreadsheet keeps of a number
        return format(Decimal(digits), "f") if "e" in digits else digits
    if isinstance(cell, datetime):
        moment = (cell + HALF_A_SECOND).replace(microsecond=0)
        return (moment if moment.time() != time() else moment.date()).isoformat()
    return str(cell)


if __name__ == "__main__":
    main()
