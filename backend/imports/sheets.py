"""An uploaded file as a header, rows, and what is to be known to read it again."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from typing import Any
from unicodedata import normalize

from msgspec import Struct

from backend.core.refusals import Invalid
from backend.imports.columns import Tally, sign_of
from backend.imports.encodings import detect
from backend.imports.models import FileFormat
from backend.imports.parsing import MAX_CELL, Row, likeliest_delimiter, records, refused
from backend.imports.schemas import Layout
from backend.imports.workbooks import is_workbook, lines_of, read_workbook

MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_HEADER = 200
SAMPLE_ROWS = 20
SAMPLE_CELL = 100
FEW = 30  # different texts of a column that are told one by one
READING = ThreadPoolExecutor(2, thread_name_prefix="import-reading")  # seconds, for 20 MB


class Sheet(Struct, frozen=True, kw_only=True):
    """What one read of the whole file found; ``typed`` are the places of a workbook's numbers."""

    layout: Layout
    content: bytes
    columns: list[str]
    sample: list[list[str]]
    total_rows: int
    tallies: list[Tally]
    values: list[list[str]]
    typed: list[int]


class Texts:
    """The different texts of a column, in the order of the file, as long as they are few."""

    def __init__(self) -> None:
        self._seen: dict[str, None] = {}
        self._are_few = True

    @property
    def all(self) -> list[str]:
        return list(self._seen)

    def note(self, cell: str) -> None:
        if self._are_few and cell not in self._seen:
            self._seen[cell] = None
            self._are_few = len(self._seen) <= FEW and len(cell) <= SAMPLE_CELL
            if not self._are_few:
                self._seen.clear()


async def opened(content: bytes, **hints: str | None) -> Sheet:
    """``inspect`` in a thread, two at a time; outside of any transaction, for it takes seconds."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(READING, partial(inspect, content, **hints))


def inspect(
    content: bytes,
    encoding: str | None = None,
    *,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> Sheet:
    """Raises Invalid for a file that breaks a limit, and for hints that do not fit it.

    What is given is believed before what would be detected, but for a byte order mark.
    """
    if is_workbook(content):
        return _inspect_workbook(content, sheet, refuses=encoding or delimiter)
    if sheet is not None:
        raise Invalid.field("/sheet", "A text file has no sheets")
    found, certain = detect(content)
    if encoding and not (certain and found.startswith(("utf-8-", "utf-16"))):
        found, certain = encoding, True
    try:
        delimiter = delimiter or likeliest_delimiter(content, found)
    except UnicodeError as error:
        raise refused(f"The file is not {found.upper()}") from error
    layout = Layout(
        format=FileFormat.CSV, delimiter=delimiter, encoding=found, encoding_is_certain=certain
    )
    return _read_through(content, layout, [])


def rows_of(content: bytes, layout: Layout, *, skip: int = 0) -> Iterator[Row]:
    """The rows after the header and after the first ``skip``, of a file that was inspected."""
    return islice(_all_rows(content, layout), 1 + skip, None)


def _inspect_workbook(content: bytes, sheet: str | None, *, refuses: Any) -> Sheet:
    if refuses:
        raise refused("A workbook needs no encoding and no delimiter")
    read = read_workbook(content, sheet)
    layout = Layout(format=FileFormat.XLSX, sheet=read.sheet, sheets=read.sheets)
    return _read_through(read.lines, layout, read.numbers)


def _read_through(content: bytes, layout: Layout, typed: list[int]) -> Sheet:
    rows = _all_rows(content, layout)
    columns = _columns(next(rows, None))
    tallies = [Tally() for _ in columns]
    texts = [Texts() for _ in columns]
    sample: list[list[str]] = []
    total = 0
    for row in islice(rows, MAX_ROWS + 1):
        total += 1
        for tally, seen, cell in zip(tallies, texts, row.cells, strict=False):
            if cell:
                tally[sign_of(cell)] += 1
                seen.note(cell)
        if total <= SAMPLE_ROWS:
            sample.append(_shortened(row.cells[: len(columns)]))
    if not total:
        raise refused("The file has a header but no rows")
    if total > MAX_ROWS:
        raise refused(f"The file has more than {MAX_ROWS:,} rows; split it")
    return Sheet(
        layout=layout,
        content=content,
        columns=columns,
        sample=sample,
        total_rows=total,
        tallies=tallies,
        values=[seen.all for seen in texts],
        typed=typed,
    )


def _all_rows(content: bytes, layout: Layout) -> Iterator[Row]:
    if layout.format is FileFormat.CSV:
        return records(content, delimiter=layout.delimiter, encoding=layout.encoding)
    return (Row(line, _cleaned(line, cells)) for line, cells in lines_of(content))


def _cleaned(line: int, cells: list[str]) -> list[str]:
    for cell in cells:
        if len(cell) > MAX_CELL:
            raise refused(f"Row {line}: a cell of more than {MAX_CELL:,} characters")
        if "\0" in cell:
            raise refused(f"Row {line}: a NUL character")
    return [normalize("NFC", cell) for cell in cells]


def _columns(header: Row | None) -> list[str]:
    if header is None:
        raise refused("The file is empty")
    columns = header.cells
    if len(columns) > MAX_COLUMNS:
        raise refused(f"The file has more than {MAX_COLUMNS} columns")
    for number, name in enumerate(columns, start=1):
        if not name:
            raise refused(f"Column {number} has no name in the header")
        if len(name) > MAX_HEADER:
            raise refused(f"The name of column {number} is longer than {MAX_HEADER} characters")
        if name in columns[: number - 1]:
            raise refused(f"Two columns are called {name}")
    return columns


def _shortened(cells: list[str]) -> list[str]:
    return [c if len(c) <= SAMPLE_CELL else f"{c[: SAMPLE_CELL - 1]}…" for c in cells]
