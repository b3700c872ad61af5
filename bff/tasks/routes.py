"""Tasks: the list, the calendar, what is due today, one of them, and what can be done with it."""

import asyncio
from functools import partial
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from bff.forms import Fields, Form, asked
from bff.gateway.files import FileEntity
from bff.gateway.tasks import EditTask, NewTask, TaskView
from bff.i18n import gettext as _
from bff.people import filter_users
from bff.receiving import made, sent_with_files
from bff.tasks import calendar_page, doing, pages
from bff.tasks.detail import task_page
from bff.tasks.editing import task_editor
from bff.tasks.forms import (
    Wish,
    edit_task_form,
    is_finding,
    saved_task_form,
    sent_task,
    wished,
)
from bff.tasks.jotting import jot
from bff.tasks.queries import LIST, CalendarQuery, GroupQuery, TaskQuery
from bff.tasks.today_page import HERE, today_page
from bff.visit import Toast, Visiting

AnyRequest = Request[Any, Any, Any]


@get("/today/")
async def show_today(visit: Visiting) -> Response[Any]:
    return await today_page(visit, Form.showing({}))


@post("/today/log/")
async def log_contact(visit: Visiting, data: Fields) -> Response[Any]:
    form = Form.sent(data)
    if await jot(visit, form):
        return visit.go(HERE, Toast(_("Logged.")))
    return await today_page(visit, form)


@get("/tasks/")
async def show_tasks(request: AnyRequest, visit: Visiting) -> Response[Any]:
    query = asked(request.query_params, TaskQuery)
    found, users = await asyncio.gather(
        pages.asked_agenda(visit, query), filter_users(visit, "who")
    )
    return pages.tasks_page(visit, query, found, users)


@get("/tasks/group/")
async def show_more(request: AnyRequest, visit: Visiting) -> Response[Any]:
    """The next tasks of one group, for htmx alone."""
    query = asked(request.query_params, GroupQuery)
    return pages.more_tasks(visit, query, await pages.asked_group(visit, query))


@get("/tasks/calendar/")
async def show_calendar(request: AnyRequest, visit: Visiting) -> Response[Any]:
    query = asked(request.query_params, CalendarQuery)
    found, users = await asyncio.gather(
        calendar_page.asked(visit, query), filter_users(visit, "who")
    )
    return calendar_page.calendar_page(visit, query, found, users)


@get("/tasks/new/")
async def offer_task(request: AnyRequest, visit: Visiting) -> Response[Any]:
    return await task_editor(visit, await wished(visit, asked(request.query_params, Wish)))


@post("/tasks/new/")
async def create_task(request: AnyRequest, visit: Visiting) -> Response[Any]:
    sent = await sent_with_files(request)
    form = sent_task(sent.fields)
    create = partial(visit.tasks.create, key=form.key)
    if not is_finding(form) and (task := await form.send(NewTask, create)):
        back = visit.here if form.in_panel else url_of(task)
        return await made(visit, sent, form, (FileEntity.TASK, task.id), task.title, back=back)
    return await task_editor(visit, form)


@post("/tasks/next/")
async def plan_next(visit: Visiting, data: Fields) -> Response[Any]:
    return await doing.plan_next(visit, data)


@get("/tasks/{task_id:uuid}")
async def show_task(visit: Visiting, task_id: FromPath[UUID]) -> Response[Any]:
    task, log = await asyncio.gather(visit.tasks.one(task_id), visit.activity.of("task", task_id))
    return task_page(visit, task, log)


@get("/tasks/{task_id:uuid}/edit/")
async def offer_edit(visit: Visiting, task_id: FromPath[UUID]) -> Response[Any]:
    return await task_editor(visit, edit_task_form(await visit.tasks.one(task_id)), task_id)


@post("/tasks/{task_id:uuid}/edit/")
async def edit_task(visit: Visiting, task_id: FromPath[UUID], data: Fields) -> Response[Any]:
    form = sent_task(data)
    edit = partial(visit.tasks.edit, task_id, version=form.version)
    if not is_finding(form) and (task := await form.send(EditTask, edit, saved=saved_task_form)):
        saved = Toast(_("{name} saved.").format(name=task.title))
        return visit.go(visit.here if form.in_panel else url_of(task), saved)
    return await task_editor(visit, form, task_id)


@post("/tasks/{task_id:uuid}/complete/")
async def complete_task(visit: Visiting, task_id: FromPath[UUID], data: Fields) -> Response[Any]:
    return await doing.complete(visit, task_id, data)


@post("/tasks/{task_id:uuid}/reopen/")
async def reopen_task(visit: Visiting, task_id: FromPath[UUID], data: Fields) -> Response[Any]:
    return await doing.reopen(visit, task_id, data)


@post("/tasks/{task_id:uuid}/postpone/")
async def postpone_task(
    request: AnyRequest, visit: Visiting, task_id: FromPath[UUID], data: Fields
) -> Response[Any]:
    """An undo says the day in its address."""
    return await doing.postpone(visit, task_id, {**request.query_params, **data})


@post("/tasks/{task_id:uuid}/unplan/")
async def unplan_task(visit: Visiting, task_id: FromPath[UUID], data: Fields) -> Response[Any]:
    return await doing.unplan(visit, task_id, data)


@post("/tasks/{task_id:uuid}/delete/")
async def delete_task(visit: Visiting, task_id: FromPath[UUID], data: Fields) -> Response[Any]:
    form = Form.sent(data)
    if await form.commit(visit.tasks.delete(task_id, version=form.version)):
        return visit.go(LIST, Toast(_("Task deleted."), undo=f"/tasks/{task_id}/restore/"))
    return visit.go(f"/tasks/{task_id}", Toast(form.problem, is_bad=True))


@post("/tasks/{task_id:uuid}/restore/")
async def restore_task(visit: Visiting, task_id: FromPath[UUID], data: Fields) -> Response[Any]:
    task = await visit.tasks.restore(task_id, key=Form.sent(data).key)
    return visit.go(url_of(task), Toast(_("{name} is back.").format(name=task.title)))


def url_of(task: TaskView) -> str:
    return f"/tasks/{task.id}"


NEW_TASK_ROUTES = (offer_task, create_task)
TASK_ROUTES = (
    show_today,
    log_contact,
    show_tasks,
    show_more,
    show_calendar,
    plan_next,
    show_task,
    offer_edit,
    edit_task,
    complete_task,
    reopen_task,
    postpone_task,
    unplan_task,
    delete_task,
    restore_task,
)
