"""The change log on the wire."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from backend.core import examples
from backend.core.schemas import View

EntityType = Literal[
    "client",
    "deal",
    "task",
    "user",
    "dead_letter",
    "import",
    "import_mapping",
    "export",
    "feed",
    "token",
    "view",
    "webhook",
    "channel",
]
Only = Literal["notes", "changes"]  # what people wrote, or all else that happened


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

    example = {
        "id": examples.ENTRY,
        "user_id": examples.ANN,
        "user_name": "Ann Archer",
        "entity_type": "client",
        "entity_uuid": examples.CLIENT,
        "action": "updated",
        "payload": {
            "name": "Acme Roofing",
            "changes": {"phone": ["+44 7700 900123", "+44 7700 900456"]},
        },
        "request_id": "5f0c1d2e3b4a59687766554433221100",
        "batch_id": None,
        "created_at": examples.CHANGED,
    }


class ActivityPage(View):
    """Newest first; paged by cursor alone, for nobody counts a log."""

    items: list[ActivityView]
    limit: int
    next_cursor: str | None
