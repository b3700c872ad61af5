"""A CSV file's bytes as a header and rows, read strictly and in bounded memory."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from unicodedata import normalize

from msgspec import Struct

from backend.core.refusals import Invalid
from backend.core.spreadsheets import read_cell

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_CELL = 32_767  # what a spreadsheet's own cells hold
MAX_ROW = 1_000_000  # characters: a quote that is never closed ends here, not at the file's end
SAMPLE_ROWS = 20
SAMPLE_CELL = 100
MAX_HEADER = 200
DELIMITERS = ",;\t|"
QUOTED = re.compile('"[^"]*"?')
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTAINERS = (
    b"PK\x03\x04",  # xlsx, ods, zip
    b"\xd0\xcf\x11\xe0",  # xls
)


class Row(Struct):
    """``line`` is the line of the file on which the row begins, the header being line 1."""

    line: int
    cells: list[str]


class Sheet(Struct, frozen=True):
    """What one must know to read the file again, and what people see of it first."""

    delimiter: str
    encoding: str
    columns: list[str]
    sample: list[list[str]]
    total_rows: int


def inspect(content: bytes, encoding: str | None) -> Sheet:
    """Reads the whole file once. Raises Invalid, naming the line, for one that breaks a limit.

    ``encoding`` is for files that are not Unicode; a byte order mark is believed before it.
    """
    if content.startswith(CONTAINERS):
        raise _refused("This is an Excel workbook or an archive; save it as CSV first")
    found = next((name for mark, name in MARKS if content.startswith(mark)), encoding or "utf-8")
    delimiter = _delimiter(content, found)
    rows = _records(content, delimiter=delimiter, encoding=found)
    columns = _columns(next(rows, None))
    sample = [_shortened(row.cells[: len(columns)]) for row in islice(rows, SAMPLE_ROWS)]
    total = len(sample) + sum(1 for _ in islice(rows, MAX_ROWS + 1 - len(sample)))
    if not total:
        raise _refused("The file has a header but no rows")
    if total > MAX_ROWS:
        raise _refused(f"The file has more than {MAX_ROWS:,} rows; split it")
    return Sheet(delimiter, found, columns, sample, total)


def rows_of(content: bytes, *, delimiter: str, encoding: str, skip: int = 0) -> Iterator[Row]:
    """The rows after the header and after the first ``skip``, of a file that was inspected."""
    return islice(_records(content, delimiter=delimiter, encoding=encoding), 1 + skip, None)


class _Lines:
    """Feeds the csv module, which itself takes NULs and rows without an end."""

    def __init__(self, content: bytes, encoding: str) -> None:
        self._text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
        self._number = 0
        self.room = MAX_ROW

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self._number += 1
        line = self._text.readline(self.room + 1)
        self.room -= len(line)
        if not line:
            raise StopIteration
        if self.room < 0:
            raise _refused(f"Line {self._number}: a row of more than {MAX_ROW:,} characters")
        if "\0" in line:
            raise _refused(f"Line {self._number}: a NUL character; this is not a text file")
        return line


def _records(content: bytes, *, delimiter: str, encoding: str) -> Iterator[Row]:
    """Header included, blank lines left out."""
    lines = _Lines(content, encoding)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    last = 0
    try:
        for cells in reader:
            lines.room = MAX_ROW
            if any(len(cell) > MAX_CELL for cell in cells):
                raise _refused(f"Line {last + 1}: a cell of more than {MAX_CELL:,} characters")
            if cells:
                yield Row(last + 1, [_cleaned(cell) for cell in cells])
            last = reader.line_num
    except csv.Error as error:
        raise _refused(f"Line {last + 1}: {_in_words(error)}") from error
    except UnicodeError as error:
        raise _refused(f"The file is not {encoding.upper()}{_advice(encoding)}") from error


def _cleaned(cell: str) -> str:
    return read_cell(normalize("NFC", cell.strip()))


def _delimiter(content: bytes, encoding: str) -> str:
    """The commonest of the first line. ``csv.Sniffer`` took 14 s for 16,000 lines of quotes."""
    try:
        first = next(_Lines(content, encoding), "")
    except UnicodeError as error:
        raise _refused(f"The file is not {encoding.upper()}{_advice(encoding)}") from error
    bare = QUOTED.sub("", first)
    return max(DELIMITERS, key=bare.count)


def _columns(header: Row | None) -> list[str]:
    if header is None:
        raise _refused("The file is empty")
    columns = header.cells
    if len(columns) > MAX_COLUMNS:
        raise _refused(f"The file has more than {MAX_COLUMNS} columns")
    for number, name in enumerate(columns, start=1):
        if not name:
            raise _refused(f"Column {number} has no name in the header")
        if len(name) > MAX_HEADER:
            raise _refused(f"The name of column {number} is longer than {MAX_HEADER} characters")
        if name in columns[: number - 1]:
            raise _refused(f"Two columns are called {name}")
    return columns


def _shortened(cells: list[str]) -> list[str]:
    return [c if len(c) <= SAMPLE_CELL else f"{c[: SAMPLE_CELL - 1]}…" for c in cells]


def _in_words(error: csv.Error) -> str:
    said = str(error)
    if "unexpected end of data" in said:
        return "a quote opens and never closes"
    if "field larger than field limit" in said:
        return f"a cell of more than {MAX_CELL:,} characters"
    return "quotes inside of a cell must be doubled, and the whole cell be in quotes"


def _advice(encoding: str) -> str:
    if encoding == "utf-8":
        return "; where it comes from Excel in Russian, upload it again with encoding cp1251"
    return ""


def _refused(detail: str) -> Invalid:
    return Invalid.field("/file", detail)
