"""Exports on the wire."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta

from backend.activity.schemas import EntityType
from backend.clients.schemas import ClientFilters
from backend.core import examples
from backend.core.schemas import Body, Moment, View
from backend.deals.schemas import DealFilters
from backend.exports.models import ExportEntity, ExportFormat, ExportState
from backend.tasks.schemas import TaskFilters

ColumnName = Annotated[str, Meta(max_length=50)]


class ActivityFilters(Body):
    entity_type: EntityType | None = None
    entity_uuid: UUID | None = None
    user_id: UUID | None = None
    since: Moment | None = None


ExportFilters = ClientFilters | DealFilters | TaskFilters | ActivityFilters
FILTERS: dict[ExportEntity, type[ExportFilters]] = {
    ExportEntity.CLIENTS: ClientFilters,
    ExportEntity.DEALS: DealFilters,
    ExportEntity.TASKS: TaskFilters,
    ExportEntity.ACTIVITY: ActivityFilters,
}


class NewExport(Body):
    """``filters`` are those of the entity's list, under the same names.

    ``columns`` are fields of its records, in the order wanted; without them there are all.
    """

    entity: ExportEntity
    format: ExportFormat = ExportFormat.CSV
    filters: Annotated[dict[str, Any], Meta(max_length=20)] = {}
    columns: Annotated[list[ColumnName], Meta(min_length=1, max_length=50)] | None = None

    example = {
        "entity": "deals",
        "format": "xlsx",
        "filters": {"status": "WON"},
        "columns": ["title", "client_name", "amount", "currency"],
    }


class ExportView(View):
    """``total_rows`` is known once it has begun; its file is kept until ``expires_at``."""

    id: UUID
    entity: ExportEntity
    format: ExportFormat
    state: ExportState
    file_name: str
    filters: dict[str, Any]
    columns: list[str]
    total_rows: int | None
    processed: int
    size: int | None
    error: str | None
    version: int
    created_by: UUID
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    expires_at: datetime | None

    example = {
        "id": examples.EXPORT,
        "entity": "deals",
        "format": "xlsx",
        "state": "QUEUED",
        "file_name": "deals-2026-11-23.xlsx",
        "filters": {"status": "WON"},
        "columns": ["title", "client_name", "amount", "currency"],
        "total_rows": None,
        "processed": 0,
        "size": None,
        "error": None,
        "version": 1,
        "created_by": examples.ANN,
        "created_at": examples.CHANGED,
        "started_at": None,
        "finished_at": None,
        "expires_at": None,
    }


class ExportPage(View):
    items: list[ExportView]
    total: int
    total_is_exact: bool
    limit: int
    offset: int
    next_cursor: str | None
