"""The form of a task, with the box in which its client is found."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from htpy import Node

from bff.attachments import files_field, files_slot
from bff.editor import editor, told
from bff.forms import Form
from bff.gateway.files import FileEntity
from bff.gateway.tasks import TaskStatus
from bff.html import Html
from bff.i18n import gettext as _
from bff.i18n import now
from bff.owners import People, editor_users, person_field
from bff.paging import and_more
from bff.tasks.days import reminder_picks
from bff.tasks.forms import (
    PICK,
    TYPED,
    choices,
    client_box,
    client_options,
    due_of,
    found_clients,
)
from bff.tasks.queries import LIST
from bff.visit import Visit
from bff.words import task_status_name
from ui_components.combobox import combobox_options
from ui_components.date_field import date_field
from ui_components.field import (
    Option,
    hidden_inputs,
    select_field,
    shown_field,
    text_field,
    textarea_field,
)
from ui_components.form import form_grid
from ui_components.html import Tag

FORM: Final = "task-form"
UNTYPED: Final = ("deal_id", "deal_title")


async def task_editor(visit: Visit, form: Form, task_id: UUID | None = None) -> Html:
    """Shown for the first time, or again with what was wrong or found."""
    clients = await choices(visit, form)
    users = await editor_users(visit, form, "assigned_to")
    here = f"/tasks/{task_id}" if task_id else LIST
    return editor(
        visit,
        form,
        task_fields(visit, form, clients, users, is_new=task_id is None),
        id=FORM,
        action=f"/tasks/{task_id}/edit/" if task_id else "/tasks/new/",
        title=_("Edit task") if task_id else _("New task"),
        save=_("Save") if task_id else _("Create task"),
        back=here,
        parents=[(_("Tasks"), LIST)],
        restore=f"/tasks/{form.trashed_id}/restore/" if form.trashed_id else None,
        below=files_slot(FileEntity.TASK, task_id, is_theirs=True) if task_id else None,
        has_files=task_id is None,
    )


def task_fields(
    visit: Visit,
    form: Form,
    clients: Sequence[Option],
    users: People,
    *,
    is_new: bool,
) -> Tag:
    return form_grid[
        hidden_inputs({name: form.values.get(name, "") for name in UNTYPED}),
        text_field("title", _("Title"), required=True, wide=True, **told(form, "title")),
        client_field(form, clients),
        date_field("due_date", _("Due"), **told(form, "due_date")),
        date_field(
            "remind_at",
            _("Reminder"),
            kind="datetime-local",
            picks=reminder_picks(now(), due_of(form)),
            wide=True,
            disabled=visit.is_stale,
            **told(form, "remind_at"),
        ),
        None if is_new else status_field(form),
        person_field(visit, form, users, "assigned_to", _("Assignee")),
        textarea_field("description", _("Description"), **told(form, "description")),
        files_field(visit, form) if is_new else None,
    ]


def client_field(form: Form, clients: Sequence[Option]) -> Node:
    """A deal's task is its client's, so there is nothing to choose."""
    field = told(form, PICK, options=clients)
    if deal := form.values.get("deal_title"):
        client = form.values.get(TYPED, "")
        return [
            hidden_inputs({PICK: field["value"], TYPED: client}),
            shown_field(PICK, _("Client"), value=client, error=field["error"]),
            shown_field("deal_id", _("Deal"), value=deal, error=form.errors.get("deal_id")),
        ]
    return client_box(form, clients, wide=True)


def status_field(form: Form) -> Tag:
    options = [Option(status.value, task_status_name(status)) for status in TaskStatus]
    return select_field("status", _("Status"), options, **told(form, "status", options=options))


async def offered_clients(visit: Visit, search: str) -> Html:
    """The list below the box, for htmx."""
    found = await found_clients(visit, search)
    more = and_more(len(found.items), found.total)
    box = visit.htmx.target.removesuffix("-list") or f"field-{PICK}"
    options = client_options(found)
    return Html(*combobox_options(options, empty=_("Nothing found"), more=more, id=box))
