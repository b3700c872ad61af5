"""Exports on the wire."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta

from backend.activity.schemas import EntityType
from backend.core import examples
from backend.core.schemas import LINE, Amount, Body, Moment, View
from backend.deals.models import DealStatus
from backend.exports.models import ExportEntity, ExportFormat, ExportState
from backend.tasks.models import TaskStatus

Searched = Annotated[str, Meta(max_length=100, pattern=LINE)]
IdleDays = Annotated[int, Meta(ge=1, le=3650)]
ColumnName = Annotated[str, Meta(max_length=50)]


class ClientFilters(Body):
    search: Searched | None = None
    owner: UUID | None = None
    trashed: bool = False


class DealFilters(Body):
    search: Searched | None = None
    status: DealStatus | None = None
    client: UUID | None = None
    owner: UUID | None = None
    amount_min: Amount | None = None
    amount_max: Amount | None = None
    close_from: date | None = None
    close_to: date | None = None
    without_next_step: bool = False
    idle_days: IdleDays | None = None
    trashed: bool = False


class TaskFilters(Body):
    search: Searched | None = None
    status: TaskStatus | None = None
    assigned_to: UUID | None = None
    client: UUID | None = None
    deal: UUID | None = None
    due_from: date | None = None
    due_to: date | None = None
    overdue: bool | None = None
    trashed: bool = False


class ActivityFilters(Body):
    entity_type: EntityType | None = None
    entity_uuid: UUID | None = None
    user_id: UUID | None = None
    since: Moment | None = None


Filters = ClientFilters | DealFilters | TaskFilters | ActivityFilters
FILTERS: dict[ExportEntity, type[Filters]] = {
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
