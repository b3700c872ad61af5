"""What is done with a task in passing; whatever page it was on is then shown as it is."""

from collections.abc import Awaitable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from litestar import Response
from litestar.exceptions import ValidationException
from msgspec import Struct

from bff.forms import Form
from bff.gateway.tasks import EditTask, TaskView
from bff.i18n import gettext as _
from bff.i18n import today
from bff.shell import fragment
from bff.tasks import calendar_page, next_step, pages, today_page
from bff.tasks.days import due_words
from bff.tasks.queries import CALENDAR, LIST, CalendarQuery, TaskQuery
from bff.tasks.rows import swaps
from bff.toasts import news, undo_form
from bff.urls import local_path, with_query
from bff.visit import Toast, Visit
from ui_components.html import Tag

# What a change swaps on the pages that show tasks.
SECTIONS: Final[Mapping[str, str]] = {
    LIST: pages.ID,
    CALENDAR: calendar_page.ID,
    today_page.HERE: today_page.ID,
}


class Outcome(Struct, frozen=True):
    """``done`` asks for a next step after it; ``focused`` is the task to go on at."""

    toast: Toast
    done: TaskView | None = None
    focused: UUID | None = None


class Postponement(Struct, frozen=True):
    """``day`` None takes the date away."""

    day: str = ""
    picked: str = ""
    version: int = 0


async def complete(visit: Visit, task_id: UUID, data: Mapping[str, str]) -> Response[Any]:
    form = Form.sent(data)
    verb = visit.tasks.complete(task_id, version=form.version, key=form.key)
    task = await attempt(form, verb)
    if task is None:
        return await answered(visit, data, refusal(form))
    told = Toast(_("Done: {title}").format(title=task.title), undo=f"/tasks/{task_id}/reopen/")
    return await answered(visit, data, Outcome(told, done=task))


async def reopen(visit: Visit, task_id: UUID, data: Mapping[str, str]) -> Response[Any]:
    form = Form.sent(data)
    task = await attempt(form, visit.tasks.reopen(task_id, key=form.key))
    if task is None:
        return await answered(visit, data, refusal(form))
    told = Toast(_("{title} is open again.").format(title=task.title))
    return await answered(visit, data, Outcome(told, focused=task_id))


async def postpone(visit: Visit, task_id: UUID, data: Mapping[str, str]) -> Response[Any]:
    """Undone by the day it was due before, which the toast remembers."""
    form, edit = Form.sent(data), read_day(data)
    before = await visit.tasks.one(task_id)
    task = await attempt(form, visit.tasks.edit(task_id, edit, version=form.version))
    if task is None:
        return await answered(visit, data, refusal(form))
    undo = with_query(
        f"/tasks/{task_id}/postpone/", day=str(before.due_date or "none"), version=task.version
    )
    when = due_words(task.due_date, today()) if task.due_date else _("without a date")
    told = Toast(_("{title}: {when}").format(title=task.title, when=when), undo=undo)
    return await answered(visit, data, Outcome(told, focused=task_id))


async def plan_next(visit: Visit, data: Mapping[str, str]) -> Response[Any]:
    form = Form.sent(data)
    task = await next_step.plan(visit, form)
    if task is None:
        form.problem = form.problem or next(iter(form.errors.values()))
        return await answered(visit, data, refusal(form))
    told = Toast(_("{name} created.").format(name=task.title), undo=f"/tasks/{task.id}/unplan/")
    return await answered(visit, data, Outcome(told, focused=task.id))


async def unplan(visit: Visit, task_id: UUID, data: Mapping[str, str]) -> Response[Any]:
    """Undo of a task that was just made; it can still be restored from its page."""
    form = Form.sent(data)
    task = await visit.tasks.one(task_id)
    await form.commit(visit.tasks.delete(task_id, version=task.version))
    told = Toast(form.problem or _("Task deleted."), is_bad=bool(form.problem))
    return await answered(visit, data, Outcome(told))


def read_day(data: Mapping[str, str]) -> EditTask:
    """Raises where nothing, or no day, was chosen."""
    day = data.get("day") or data.get("picked") or ""
    try:
        return msgspec.convert({"due_date": None if day == "none" else day}, EditTask)
    except msgspec.ValidationError as error:
        raise ValidationException("not a day") from error


async def attempt(form: Form, verb: Awaitable[TaskView]) -> TaskView | None:
    """None where it was refused; the form knows why."""
    kept: list[TaskView] = []

    async def act() -> None:
        kept.append(await verb)

    return kept[0] if await form.commit(act()) else None


def refusal(form: Form) -> Outcome:
    return Outcome(Toast(form.problem, is_bad=True))


async def answered(visit: Visit, data: Mapping[str, str], outcome: Outcome) -> Response[Any]:
    path = urlsplit(visit.here).path
    if not visit.htmx.wants_part or path not in SECTIONS:
        return visit.go(local_path(data.get("next") or LIST), outcome.toast)
    target, is_bad = SECTIONS[path], outcome.toast.is_bad
    return fragment(
        visit,
        await section_of(visit, path, outcome.focused),
        None if is_bad else next_step.asked(visit, outcome.done, target),
        told(visit, outcome.toast, target),
        status_code=409 if is_bad else 200,
    )


async def section_of(visit: Visit, path: str, focused: UUID | None) -> Tag:
    """The part of the page that changes of tasks swap."""
    if path == CALENDAR:
        query = CalendarQuery.of_address(visit.here)
        return calendar_page.section(visit, query, await calendar_page.asked(visit, query))
    if path == today_page.HERE:
        return today_page.section(visit, await today_page.asked(visit), focused=focused)
    shown = TaskQuery.of_address(visit.here)
    return pages.task_section(visit, shown, await pages.asked_agenda(visit, shown), focused=focused)


def told(visit: Visit, toast: Toast, target: str) -> Tag:
    if toast.is_bad:
        return news(toast.message)
    return news(
        toast.message,
        tone="success",
        action=undo_form(visit, toast.undo, hx=swaps(toast.undo, target)) if toast.undo else None,
        seconds=12 if toast.undo else 6,
    )
