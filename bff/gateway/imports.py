"""The parts of the imports API that our pages use, in our own words."""

from enum import StrEnum
from typing import Literal
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from bff.gateway.client import Backend, View
from bff.gateway.fields import Moment
from bff.gateway.transfer import Download, Upload

DecimalMark = Literal[".", ","]
DayOrder = Literal["DMY", "MDY"]
MatchBy = Literal["id", "external_id", "email", "name"]
Encoding = Literal[
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "cp1252", "cp866", "koi8-r"
]
Delimiter = Literal[",", ";", "\t", "|"]


class ImportEntity(StrEnum):
    CLIENTS = "clients"
    DEALS = "deals"
    TASKS = "tasks"


class ImportState(StrEnum):
    UPLOADED = "UPLOADED"
    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"
    UNDOING = "UNDOING"
    UNDONE = "UNDONE"


class Layout(View):
    format: Literal["csv", "xlsx"]
    delimiter: str = ""
    encoding: str = ""
    encoding_is_certain: bool = True
    sheet: str | None = None
    sheets: list[str] = []


class Column(View):
    """How a column is read; ``values`` are all that it holds, where they are few."""

    name: str
    kind: Literal["empty", "number", "date", "text"]
    decimal: DecimalMark | None
    date_order: DayOrder | None
    certainty: Literal["sure", "guessed", "mixed"]
    values: list[str] = []


class ColumnFormat(Struct, omit_defaults=True):
    decimal: DecimalMark | UnsetType | None = UNSET
    date_order: DayOrder | UnsetType | None = UNSET


class StartImport(Struct):
    """``mapping`` goes from our field to the file's column."""

    mapping: dict[str, str]
    values: dict[str, dict[str, str]] = {}
    constants: dict[str, str] = {}
    match_by: MatchBy | None = None
    formats: dict[str, ColumnFormat] = {}
    dry_run: bool = False


class Reread(Struct):
    encoding: Encoding | None = None
    delimiter: Delimiter | None = None


class ImportView(View):
    """The counters speak of the current run; ``orders`` are those of the last one."""

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
    created_at: Moment
    finished_at: Moment | None


class ImportPage(View):
    items: list[ImportView]
    total: int
    total_is_exact: bool
    next_cursor: str | None


class RejectedRow(View):
    line: int
    reason: str
    row: list[str]


class RejectedPage(View):
    items: list[RejectedRow]
    total: int
    next_cursor: str | None


class Leftover(View):
    """A record that an undo has left as it is."""

    record_id: UUID
    name: str
    reason: str


class LeftoverPage(View):
    items: list[Leftover]
    total: int
    next_cursor: str | None


class ImportGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def page(self, *, limit: int, offset: int) -> ImportPage:
        return await self._backend.get("imports/", ImportPage, limit=limit, offset=offset)

    async def one(self, import_id: UUID) -> ImportView:
        return await self._backend.get(f"imports/{import_id}", ImportView)

    async def upload(self, file: Upload, *, key: str) -> ImportView:
        return await self._backend.post("imports/", ImportView, file, key=key)

    async def reread(self, import_id: UUID, how: Reread, *, key: str) -> ImportView:
        return await self._backend.post(f"imports/{import_id}/reread", ImportView, how, key=key)

    async def start(self, import_id: UUID, orders: StartImport, *, key: str) -> ImportView:
        return await self._backend.post(f"imports/{import_id}/start", ImportView, orders, key=key)

    async def undo(self, import_id: UUID, *, key: str) -> ImportView:
        return await self._backend.post(f"imports/{import_id}/undo", ImportView, key=key)

    async def rejected(self, import_id: UUID, *, limit: int, offset: int) -> RejectedPage:
        return await self._backend.get(
            f"imports/{import_id}/rejected", RejectedPage, limit=limit, offset=offset
        )

    async def leftovers(self, import_id: UUID, *, limit: int, offset: int) -> LeftoverPage:
        return await self._backend.get(
            f"imports/{import_id}/leftovers", LeftoverPage, limit=limit, offset=offset
        )

    async def rejected_file(self, import_id: UUID) -> Download:
        return await self._backend.download(f"imports/{import_id}/rejected.csv")

    async def leftovers_file(self, import_id: UUID) -> Download:
        return await self._backend.download(f"imports/{import_id}/leftovers.csv")
