"""What a reminder's link leads to, in our own words."""

from datetime import date

import msgspec
from msgspec import Struct

from bff.gateway.client import Backend, View
from bff.gateway.fields import Moment
from bff.gateway.tasks import Snooze, TaskStatus


class ReminderView(View):
    """``time_zone`` and ``locale`` are those of the person whose link it is."""

    title: str
    client_name: str
    due_date: date | None
    remind_at: Moment | None
    status: TaskStatus
    time_zone: str
    locale: str

    @property
    def is_done(self) -> bool:
        return self.status is TaskStatus.DONE


class FinishByLink(Struct):
    token: str


class SnoozeByLink(Struct):
    token: str
    until: Snooze


class ReminderGateway:
    """For whoever holds the link: nobody has to be signed in."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def shown(self, token: str) -> ReminderView:
        headers = {"X-Reminder-Token": token}
        return msgspec.json.decode(
            await self._backend.raw("reminders/link", headers=headers), type=ReminderView
        )

    async def finish(self, token: str) -> ReminderView:
        body = FinishByLink(token)
        return await self._backend.post("reminders/link/done", ReminderView, body)

    async def snooze(self, token: str, until: Snooze) -> ReminderView:
        body = SnoozeByLink(token, until)
        return await self._backend.post("reminders/link/snooze", ReminderView, body)
