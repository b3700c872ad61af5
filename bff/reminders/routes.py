"""Reminders: by their link, for which nobody has to sign in, and from the inbox."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from bff.forms import Fields
from bff.reminders import verbs
from bff.reminders.pages import DONE, SNOOZE
from bff.visit import Visiting


@get("/reminder/", guests=True)
async def show_reminder(visit: Visiting, token: FromQuery[str] = "") -> Response[Any]:
    """It only shows: what opens links unasked, such as a mail scanner, changes nothing."""
    return await verbs.show(visit, token)


@post(DONE, guests=True)
async def finish_by_link(visit: Visiting, data: Fields) -> Response[Any]:
    return await verbs.finish(visit, data)


@post(SNOOZE, guests=True)
async def snooze_by_link(visit: Visiting, data: Fields) -> Response[Any]:
    return await verbs.snooze(visit, data)


@post("/reminders/{task_id:uuid}/done/")
async def finish_reminded(visit: Visiting, task_id: FromPath[UUID], data: Fields) -> Response[Any]:
    return await verbs.finish_told(visit, task_id, data)


@post("/reminders/{task_id:uuid}/snooze/")
async def snooze_reminded(visit: Visiting, task_id: FromPath[UUID], data: Fields) -> Response[Any]:
    return await verbs.snooze_told(visit, task_id, data)


REMINDER_ROUTES = (
    show_reminder,
    finish_by_link,
    snooze_by_link,
    finish_reminded,
    snooze_reminded,
)
