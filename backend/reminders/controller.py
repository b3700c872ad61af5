"""What a reminder's link can do over HTTP, for whoever holds it."""

from contextlib import AbstractAsyncContextManager
from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.datastructures import State
from litestar.params import HeaderParameter, JSONBody

from backend.accounts.origins import origin_of
from backend.core.answers import PROBLEMS
from backend.core.http import unit_of_work
from backend.core.refusals import TooMany
from backend.core.work import Work
from backend.reminders import queries
from backend.reminders.queries import Bearer
from backend.reminders.schemas import FinishByLink, ReminderView, SnoozeByLink
from backend.tasks import service
from backend.tasks.schemas import SnoozeTask

PER_MINUTE = 60  # of one network
Token = Annotated[
    str,
    HeaderParameter(name="X-Reminder-Token", max_length=200, description="From a reminder's link"),
]
AnyRequest = Request[Any, Any, Any]
REFUSED = {status: PROBLEMS[status] for status in (404, 409, 429)}


class ReminderController(Controller):
    """What the link in a reminder can do, for a week, without signing in: one task's next step.

    The change log names the person whose link it is.
    """

    path = "/reminders"
    tags = ["tasks"]
    opt = {"public": True}

    @get("/link", operation_id="show_reminder", responses=REFUSED)
    async def show(self, request: AnyRequest, state: State, token: Token) -> ReminderView:
        """The token comes in a header: addresses are written to logs."""
        return (await _bearer(request, state, token)).reminder

    @post("/link/done", operation_id="finish_by_link", status_code=200, responses=REFUSED)
    async def finish(
        self, request: AnyRequest, state: State, data: JSONBody[FinishByLink]
    ) -> ReminderView:
        bearer = await _bearer(request, state, data.token)
        async with _work(request, state, bearer) as work:
            await service.complete_task(work, bearer.link.task_id, None)
        return await _shown(state, data.token)

    @post("/link/snooze", operation_id="snooze_by_link", status_code=200, responses=REFUSED)
    async def snooze(
        self, request: AnyRequest, state: State, data: JSONBody[SnoozeByLink]
    ) -> ReminderView:
        bearer, snooze = await _bearer(request, state, data.token), SnoozeTask(until=data.until)
        async with _work(request, state, bearer) as work:
            await service.snooze_task(work, bearer.link.task_id, snooze, None)
        return await _shown(state, data.token)


async def _bearer(request: AnyRequest, state: State, token: str) -> Bearer:
    """Raises TooMany, and NotFound as the link deserves."""
    network = origin_of(request, state.settings.bff_key).network
    standing = await state.limits.hit("reminder", network, limit=PER_MINUTE, seconds=60)
    if standing.exceeded:
        raise TooMany("Slow down a little", headers=standing.headers())
    return await queries.bearer(state.database, state.reminder_links, token)


async def _shown(state: State, token: str) -> ReminderView:
    return (await queries.bearer(state.database, state.reminder_links, token)).reminder


def _work(request: AnyRequest, state: State, bearer: Bearer) -> AbstractAsyncContextManager[Work]:
    return unit_of_work(
        state.database,
        bearer.actor,
        after_commit=state.doorbell.ring,
        request_id=request.scope["state"].get("request_id"),
    )
