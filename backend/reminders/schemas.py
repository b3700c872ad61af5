"""What a reminder's link shows and takes."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from backend.core import examples
from backend.core.schemas import Body, View
from backend.tasks.models import TaskStatus
from backend.tasks.schemas import Snooze

Token = Annotated[str, Meta(min_length=1, max_length=200, description="a reminder's token")]


class ReminderView(View):
    """Only what the reminder said already; ``time_zone`` and ``locale`` are the person's."""

    task_id: UUID
    title: str
    client_name: str
    due_date: date | None
    remind_at: datetime | None
    status: TaskStatus
    full_name: str
    time_zone: str
    locale: str

    example = {
        "task_id": examples.TASK,
        "title": "Send the offer",
        "client_name": "Acme Roofing",
        "due_date": "2026-11-27",
        "remind_at": "2026-11-27T08:00:00Z",
        "status": "TODO",
        "full_name": "Bob Berg",
        "time_zone": "Europe/Berlin",
        "locale": "en",
    }


class FinishByLink(Body):
    token: Token

    example = {"token": examples.REMINDER_TOKEN}


class SnoozeByLink(Body):
    token: Token
    until: Snooze

    example = {"token": examples.REMINDER_TOKEN, "until": "1h"}
