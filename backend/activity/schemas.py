"""The change log on the wire."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from backend.core.schemas import View

EntityType = Literal[
    "client",
    "deal",
    "task",
    "user",
    "import",
    "import_mapping",
    "export",
    "token",
    "view",
    "webhook",
]


class ActivityView(View):
    """One verb on one record.

    ``payload`` repeats what a reader needs once the record is gone: ``name``, and where they fit
    ``client_name``, ``deal_title``, and ``changes: {field: [before, after]}``.
    ``user_id`` is null where the system itself acted.
    """

    id: UUID
    user_id: UUID | None
    user_name: str | None
    entity_type: str
    entity_uuid: UUID
    action: str
    payload: dict[str, Any]
    request_id: str | None
    batch_id: UUID | None
    created_at: datetime


class ActivityPage(View):
    """Newest first; paged by cursor alone, for nobody counts a log."""

    items: list[ActivityView]
    limit: int
    next_cursor: str | None
