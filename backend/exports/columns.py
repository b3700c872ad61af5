"""The columns of each entity, called so that an import knows them again."""

from collections.abc import Callable, Sequence
from typing import Any

import asyncpg
import msgspec
from msgspec import Struct

from backend.core.refusals import Invalid
from backend.core.schemas import FieldError
from backend.exports.models import ExportEntity
from backend.exports.sources import VIEWS

Cells = Callable[[asyncpg.Record], list[Any]]
RECORD = {"external_id": "External ID", "created_at": "Created at", "updated_at": "Updated at"}
ID = {"id": "Foyer ID"}
HEADERS: dict[ExportEntity, dict[str, str]] = {
    ExportEntity.CLIENTS: {
        "name": "Name",
        "phone": "Phone",
        "email": "Email",
        "company": "Company",
        "notes": "Notes",
        "owner_name": "Owner",
        **RECORD,
        **ID,
    },
    ExportEntity.DEALS: {
        "title": "Title",
        "client_name": "Client",
        "amount": "Amount",
        "currency": "Currency",
        "status": "Status",
        "owner_name": "Owner",
        "expected_close_date": "Expected close date",
        "closed_at": "Closed at",
        "lost_reason": "Lost reason",
        "description": "Description",
        **RECORD,
        **ID,
    },
    ExportEntity.TASKS: {
        "title": "Title",
        "client_name": "Client",
        "deal_title": "Deal",
        "due_date": "Due date",
        "status": "Status",
        "assignee_name": "Assigned to",
        "creator_name": "Created by",
        "remind_at": "Remind at",
        "completed_at": "Completed at",
        "description": "Description",
        **RECORD,
        **ID,
    },
    ExportEntity.ACTIVITY: {
        "created_at": "Time",
        "user_name": "User",
        "action": "Action",
        "entity_type": "Record",
        "name": "Name",
        "changes": "Changes",
        "entity_uuid": "Foyer ID",
    },
}
IN_PAYLOAD = {"name", "changes"}


class Column(Struct, frozen=True):
    """``place`` is that of the field in the entity's view."""

    name: str
    header: str
    place: int


def columns_of(entity: ExportEntity, names: Sequence[str] | None) -> list[Column]:
    """Raises Invalid with a finding for each that is unknown or stands there twice."""
    headers = HEADERS[entity]
    wanted = list(headers) if names is None else names
    errors = [
        FieldError(f"/columns/{place}", "Named twice" if name in headers else "Unknown column")
        for place, name in enumerate(wanted)
        if name not in headers or name in wanted[:place]
    ]
    if errors:
        raise Invalid("; ".join(f"{e.pointer} {e.detail}" for e in errors), errors=errors)
    return [Column(name, headers[name], _place(entity, name)) for name in wanted]


def cells_by(entity: ExportEntity, columns: Sequence[Column]) -> Cells:
    """What turns a row of the view into the cells of those columns."""
    if entity is ExportEntity.ACTIVITY:
        return lambda row: [_logged(row, column) for column in columns]
    places = [column.place for column in columns]
    return lambda row: [row[place] for place in places]


def _place(entity: ExportEntity, name: str) -> int:
    field = "payload" if entity is ExportEntity.ACTIVITY and name in IN_PAYLOAD else name
    return VIEWS[entity].__struct_fields__.index(field)


def _logged(row: asyncpg.Record, column: Column) -> Any:
    value = row[column.place]
    if column.name not in IN_PAYLOAD:
        return value
    told = value.get(column.name)
    return msgspec.json.encode(told).decode() if isinstance(told, dict) else told
