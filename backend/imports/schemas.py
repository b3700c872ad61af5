"""Imports on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from litestar.datastructures import UploadFile
from msgspec import UNSET, Meta, UnsetType

from backend.core.schemas import LINE, Body, View
from backend.imports.cells import DayOrder, DecimalMark
from backend.imports.columns import Column
from backend.imports.models import FileFormat, ImportEntity, ImportState

Header = Annotated[str, Meta(max_length=200)]
Value = Annotated[str, Meta(max_length=1000)]


Encoding = Literal[
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "cp1252", "cp866", "koi8-r"
]
Delimiter = Literal[",", ";", "\t", "|"]


class ColumnFormat(Body):
    """How a column is read, instead of what was detected; null leaves each cell to itself."""

    decimal: DecimalMark | UnsetType | None = UNSET
    date_order: DayOrder | UnsetType | None = UNSET


class StartImport(Body):
    """``mapping`` goes from our field to the file's column; one column may feed two fields.

    ``values`` translates cells first: ``{"status": {"Open": "IN_PROGRESS"}}``.
    ``constants`` fill what a row leaves empty: ``{"currency": "USD"}``.
    ``match_by`` finds the record a row speaks of, and a row without it is rejected; null takes
    the first of ``id``, ``external_id``, ``email``, ``name`` that the row fills (deals and tasks:
    the first two). ``id`` is our own, as exports have it; one that is nobody's says nothing.
    A row that finds no record makes one; in a record that it finds, empty cells change nothing,
    and ``created_at`` stays as it is.
    ``formats`` goes from a column to how its numbers and dates are written, where ``detected`` is
    wrong: ``{"Close date": {"date_order": "MDY"}}``. What does not fit is rejected.
    """

    mapping: Annotated[dict[str, Header], Meta(min_length=1, max_length=50)]
    values: Annotated[dict[str, dict[str, Value]], Meta(max_length=50)] = {}
    constants: Annotated[dict[str, Value], Meta(max_length=50)] = {}
    match_by: Literal["id", "external_id", "email", "name"] | None = None
    formats: Annotated[dict[Header, ColumnFormat], Meta(max_length=200)] = {}
    dry_run: bool = False

    example = {
        "mapping": {"name": "Customer", "email": "E-mail", "company": "Firm"},
        "constants": {"notes": "From the old system"},
        "match_by": "email",
        "dry_run": True,
    }


class Upload(Body):
    """A CSV file or an XLSX workbook of at most 20 MB, as ``multipart/form-data``.

    What is not given is detected: ``encoding`` and ``delimiter`` of a CSV file. Of a workbook the
    first visible ``sheet`` is read; formulas count by the value that was saved with them.
    """

    entity: ImportEntity
    file: UploadFile
    encoding: Encoding | None = None
    delimiter: Delimiter | None = None
    sheet: Annotated[str, Meta(min_length=1, max_length=200, pattern=LINE)] | None = None

    example = {"entity": "clients", "file": "Customer,E-mail,Firm\nAnn,ann@acme.example,Acme Ltd\n"}


class Reread(Body):
    """What is not given is detected again."""

    encoding: Encoding | None = None
    delimiter: Delimiter | None = None

    example = {"encoding": "cp1251", "delimiter": ","}


class Layout(View):
    """How the file is read: ``delimiter`` and ``encoding`` of a CSV file, ``sheet`` of a workbook.

    An encoding that is not certain is the likeliest one; upload again with another if it is wrong.
    """

    format: FileFormat
    delimiter: str = ""
    encoding: str = ""
    encoding_is_certain: bool = True
    sheet: str | None = None
    sheets: list[str] = []


class ImportView(View):
    """``processed`` counts rows of the current run; the four outcomes add up to it.

    ``sample`` holds the first rows, with long cells cut short; ``detected`` tells of each column
    how it is read, by all of its cells. ``remembered`` is what you ordered when you last imported
    a file with the same headers, in any order; ``orders`` are those of its own last run.
    Of an undo, ``trashed`` are records that the import had made, ``reverted`` those that have
    their old values back, ``left_alone`` those that were changed since; they add up to
    ``undo_total``. ``started_at`` and ``finished_at`` are those of the last run, or of the undo.
    """

    id: UUID
    entity: ImportEntity
    state: ImportState
    file_name: str
    layout: Layout
    columns: list[str]
    detected: list[Column]
    sample: list[list[str]]
    suggested_mapping: dict[str, str]
    remembered: StartImport | None
    mapping: dict[str, str]
    orders: StartImport | None
    dry_run: bool
    total_rows: int
    processed: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    undo_id: UUID | None
    undo_total: int
    trashed: int
    reverted: int
    left_alone: int
    error: str | None
    version: int
    created_by: UUID
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class ImportPage(View):
    items: list[ImportView]
    total: int
    total_is_exact: bool
    limit: int
    offset: int
    next_cursor: str | None


class RejectedRow(View):
    """``line`` is the line of the file on which the row begins, the header being line 1."""

    line: int
    reason: str
    row: list[str]


class RejectedPage(View):
    items: list[RejectedRow]
    total: int
    total_is_exact: bool
    limit: int
    offset: int
    next_cursor: str | None


class Leftover(View):
    """A record that an undo has left as it is."""

    record_id: UUID
    name: str
    reason: str


class LeftoverPage(View):
    items: list[Leftover]
    total: int
    total_is_exact: bool
    limit: int
    offset: int
    next_cursor: str | None


class MappingView(View):
    """What you ordered when you last imported a file with these headers."""

    id: UUID
    entity: ImportEntity
    columns: list[str]
    orders: StartImport
    used_at: datetime


class MappingPage(View):
    items: list[MappingView]
    total: int
    total_is_exact: bool
    limit: int
    offset: int
    next_cursor: str | None
