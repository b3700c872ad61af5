"""Imports on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from litestar.datastructures import UploadFile
from msgspec import Meta, Struct

from backend.core.schemas import Body, View
from backend.imports.models import ImportEntity, ImportState

Header = Annotated[str, Meta(max_length=200)]
Value = Annotated[str, Meta(max_length=1000)]


class StartImport(Body):
    """``mapping`` goes from our field to the file's column; one column may feed two fields.

    ``values`` translates cells first: ``{"status": {"Open": "IN_PROGRESS"}}``.
    ``constants`` fill what a row leaves empty: ``{"currency": "USD"}``.
    ``match_by`` finds the record a row speaks of, and a row without it is rejected; null takes
    the first of ``external_id``, ``email``, ``name`` that the row fills (deals: ``external_id``).
    A row that finds no record makes one; in a record that it finds, empty cells change nothing,
    and ``created_at`` stays as it is.
    """

    mapping: Annotated[dict[str, Header], Meta(min_length=1, max_length=50)]
    values: Annotated[dict[str, dict[str, Value]], Meta(max_length=50)] = {}
    constants: Annotated[dict[str, Value], Meta(max_length=50)] = {}
    match_by: Literal["external_id", "email", "name"] | None = None
    dry_run: bool = False


class Upload(Struct, kw_only=True, forbid_unknown_fields=True):
    """A CSV file of at most 20 MB, as ``multipart/form-data``.

    ``encoding`` is for a file that is neither UTF-8 nor marked as UTF-16.
    """

    entity: ImportEntity
    file: UploadFile
    encoding: Literal["utf-8", "utf-16", "cp1251"] = "utf-8"


class ImportView(View):
    """``processed`` counts rows of the current run; the four outcomes add up to it.

    ``sample`` holds the first rows, with long cells cut short.
    """

    id: UUID
    entity: ImportEntity
    state: ImportState
    file_name: str
    columns: list[str]
    sample: list[list[str]]
    suggested_mapping: dict[str, str]
    mapping: dict[str, str]
    dry_run: bool
    total_rows: int
    processed: int
    created: int
    updated: int
    unchanged: int
    rejected: int
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
