"""The parts of the exports API that our pages use, in our own words."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from msgspec import Struct

from bff.gateway.client import Backend, View
from bff.gateway.fields import Moment
from bff.gateway.transfer import Download


class ExportEntity(StrEnum):
    CLIENTS = "clients"
    DEALS = "deals"
    TASKS = "tasks"
    ACTIVITY = "activity"


class ExportFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


class ExportState(StrEnum):
    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"
    EXPIRED = "EXPIRED"


class NewExport(Struct):
    """``filters`` are those of the entity's list, under the same names."""

    entity: ExportEntity
    format: ExportFormat = ExportFormat.CSV
    filters: dict[str, Any] = {}


class ExportView(View):
    id: UUID
    entity: ExportEntity
    format: ExportFormat
    state: ExportState
    file_name: str
    filters: dict[str, Any]
    total_rows: int | None
    processed: int
    size: int | None
    error: str | None
    created_at: Moment
    expires_at: Moment | None


class ExportPage(View):
    items: list[ExportView]
    total: int
    next_cursor: str | None


class ExportGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def page(self, *, limit: int, offset: int) -> ExportPage:
        return await self._backend.get("exports/", ExportPage, limit=limit, offset=offset)

    async def start(self, export: NewExport, *, key: str) -> ExportView:
        return await self._backend.post("exports/", ExportView, export, key=key)

    async def file(self, export_id: UUID) -> Download:
        return await self._backend.download(f"exports/{export_id}/download")
