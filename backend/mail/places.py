"""Where what is told of can be looked at, and answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from msgspec import Struct

from backend.notifications.models import NotificationType
from backend.notifications.reminder_links import Link, Links, task_ids

PAGES = {
    "client": "clients",
    "deal": "deals",
    "task": "tasks",
    "import": "imports",
    "channel": "settings/channels",
    "webhook": "settings/webhooks",
}


class Places(Struct, frozen=True):
    """``home`` is where people find Foyer, without a slash at its end."""

    home: str
    links: Links

    def record(self, kind: str, record_id: object) -> str:
        page = PAGES.get(kind)
        return self.address(f"{page}/{record_id}" if page else "")

    def address(self, path: str, **query: str) -> str:
        return f"{self.home}/{path}" + (f"?{urlencode(query)}" if query else "")

    def answers(
        self,
        type: str,
        person: UUID,
        payload: Mapping[str, Any],
        entity: object,
        made_at: datetime,
    ) -> dict[str, str]:
        """By which a reminder's tasks can be done or put off: the same however often it is sent."""
        if type != NotificationType.TASK_REMINDER:
            return {}
        tokens = {
            task: self.links.give(Link(UUID(task), person, made_at))
            for task in task_ids(payload, str(entity))
        }
        return {task: self.address("reminder/", token=token) for task, token in tokens.items()}
