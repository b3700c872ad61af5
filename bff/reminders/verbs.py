"""What is done by a reminder's link, whoever looks at the page."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response
from litestar.exceptions import ValidationException

from bff.forms import Form
from bff.gateway.problems import Away, Refused
from bff.gateway.reminders import ReminderView
from bff.gateway.tasks import Snooze, TaskView
from bff.i18n import gettext as _
from bff.i18n import locale_of, moment, speak, spoken_locale
from bff.reminders.pages import no_reminder_page, reminder_page
from bff.urls import local_path
from bff.visit import Toast, Visit

INBOX = "/notifications/"


async def show(visit: Visit, token: str) -> Response[Any]:
    try:
        reminder = listened(await visit.reminders.shown(token))
    except (Refused, Away) as error:
        return refused(visit, error)
    return reminder_page(visit, token, reminder)


async def finish(visit: Visit, data: Mapping[str, str]) -> Response[Any]:
    token = data.get("token", "")
    return await done(visit, token, visit.reminders.finish(token), told_done)


async def snooze(visit: Visit, data: Mapping[str, str]) -> Response[Any]:
    token = data.get("token", "")
    return await done(visit, token, visit.reminders.snooze(token, until_of(data)), told_later)


async def done(
    visit: Visit,
    token: str,
    verb: Awaitable[ReminderView],
    told: Callable[[ReminderView], str],
) -> Response[Any]:
    """The page as it is now, with what came of it."""
    try:
        reminder = listened(await verb)
    except (Refused, Away) as error:
        if isinstance(error, Refused) and error.status == 409:
            reminder = listened(await visit.reminders.shown(token))
            return reminder_page(visit, token, reminder, problem=_(error.problem.detail))
        return refused(visit, error)
    return reminder_page(visit, token, reminder, news=told(reminder))


def listened(reminder: ReminderView) -> ReminderView:
    """From here on the page speaks as the person whose link it is wants to be spoken to."""
    speak(locale_of(reminder.locale) or spoken_locale(), reminder.time_zone)
    return reminder


def refused(visit: Visit, error: Refused | Away) -> Response[Any]:
    if isinstance(error, Away):
        away = _("The server cannot be reached. Please try again in a moment.")
        return no_reminder_page(visit, away, status_code=503)
    if error.status == 429:
        many = _("Too many attempts. Please wait a few minutes.")
        return no_reminder_page(visit, many, status_code=429)
    why = _(error.problem.detail) if error.status == 404 else _("This link is not a whole one.")
    return no_reminder_page(visit, why, status_code=404)


def until_of(data: Mapping[str, str]) -> Snooze:
    try:
        return msgspec.convert(data.get("until"), Snooze)
    except msgspec.ValidationError as error:
        raise ValidationException("until when?") from error


def told_done(reminder: ReminderView) -> str:
    return _("Done: {title}").format(title=reminder.title)


def told_later(reminder: ReminderView | TaskView) -> str:
    when = moment(reminder.remind_at) if reminder.remind_at else ""
    return _("You will be reminded: {moment}.").format(moment=when)


async def finish_told(visit: Visit, task_id: UUID, data: Mapping[str, str]) -> Response[Any]:
    """From the inbox, where the notification is read by that."""
    form = Form.sent(data)
    if await form.commit(visit.tasks.complete(task_id, key=form.key)):
        await read(visit, form)
        return visit.go(here(data), Toast(_("Task done."), undo=f"/tasks/{task_id}/reopen/"))
    return visit.go(here(data), Toast(form.problem, is_bad=True))


async def snooze_told(visit: Visit, task_id: UUID, data: Mapping[str, str]) -> Response[Any]:
    form, until = Form.sent(data), until_of(data)
    kept: list[TaskView] = []

    async def act() -> None:
        kept.append(await visit.tasks.snooze(task_id, until, key=form.key))

    if await form.commit(act()):
        await read(visit, form)
        return visit.go(here(data), Toast(told_later(kept[0])))
    return visit.go(here(data), Toast(form.problem, is_bad=True))


async def read(visit: Visit, form: Form) -> None:
    try:
        told = UUID(form.values.get("notice", ""))
    except ValueError:
        return
    await form.commit(visit.notifications.read(told, key=f"{form.key}-read"))


def here(data: Mapping[str, str]) -> str:
    return local_path(data.get("next", INBOX))
