"""One task: what is known, what has happened, and what can be done now."""

from htpy import Node

from bff.attachments import files_slot
from bff.editor import editor_button, post_button, restore_button
from bff.gateway.activity import ActivityPage
from bff.gateway.files import FileEntity
from bff.gateway.tasks import TaskView
from bff.history import history
from bff.html import Html
from bff.i18n import day, day_of, moment, today
from bff.i18n import gettext as _
from bff.shell import page
from bff.tasks.next_step import next_step, slot
from bff.tasks.queries import LIST
from bff.tasks.rows import deal_of, due_of, may_change, put_off
from bff.visit import Visit
from bff.words import task_status_name
from ui_components.alert import alert
from ui_components.badge import Tone, badge
from ui_components.card import card
from ui_components.facts import facts
from ui_components.html import Tag
from ui_components.layout import grid, link, page_header, row, stack
from ui_components.live import follows


def task_page(visit: Visit, task: TaskView, log: ActivityPage) -> Html:
    is_theirs = may_change(visit, task)
    known = stack(id="task", attrs=follows(f"task:{task.id}", f"client:{task.client_id}"))[
        page_header(
            task.title,
            description=link(href=f"/clients/{task.client_id}")[task.client_name],
            actions=actions(visit, task) if is_theirs else None,
        ),
        in_trash(visit, task) if task.deleted_at else None,
        grid(columns="main-aside", gap="lg")[
            stack(gap="lg")[
                slot(next_step(visit, task)) if is_theirs and task.is_done else None,
                history(log),
            ],
            stack(gap="lg")[
                facts_card(task),
                files_slot(FileEntity.TASK, task.id, is_theirs=is_theirs),
            ],
        ],
    ]
    parents = [(_("Tasks"), LIST)]
    return page(visit, title=task.title, content=known, part=[known], parents=parents)


def actions(visit: Visit, task: TaskView) -> Node:
    version = {"version": str(task.version), "next": f"/tasks/{task.id}"}
    return [
        post_button(
            visit,
            _("Delete"),
            action=f"/tasks/{task.id}/delete/",
            icon="trash-2",
            hidden=version,
        ),
        not (task.is_done or visit.is_stale) and put_off(visit, task, today(), "main", framed=True),
        editor_button(
            visit, _("Edit"), href=f"/tasks/{task.id}/edit/", icon="pencil", variant="outline"
        ),
        post_button(
            visit,
            _("Open again") if task.is_done else _("Complete"),
            action=f"/tasks/{task.id}/{'reopen' if task.is_done else 'complete'}/",
            icon="circle-dot" if task.is_done else "check",
            variant="outline" if task.is_done else "primary",
            hidden=version,
        ),
    ]


def in_trash(visit: Visit, task: TaskView) -> Tag:
    restore = restore_button(visit, f"/tasks/{task.id}/restore/")
    return alert(tone="warning", action=restore)[_("This task is in the trash.")]


def due_day(task: TaskView) -> Node:
    """In full: how late it is does not say since when."""
    if task.due_date is None or task.is_done or task.due_date >= today():
        return day(task.due_date)
    return row()[day(task.due_date), due_of(task, today())]


def facts_card(task: TaskView) -> Tag:
    tone: Tone = "success" if task.is_done else "info"
    known: list[tuple[str, Node]] = [
        (_("Client"), link(href=f"/clients/{task.client_id}")[task.client_name]),
        (_("Deal"), deal_of(task)),
        (_("Status"), badge(task_status_name(task.status), tone=tone)),
        (_("Due"), due_day(task)),
        (_("Reminder"), moment(task.remind_at) if task.remind_at else None),
        (_("Assignee"), task.assignee_name),
        (_("Created by"), task.creator_name),
        (_("Created"), day_of(task.created_at)),
        (_("Description"), task.description),
    ]
    if task.completed_at:
        known.insert(4, (_("Done"), day_of(task.completed_at)))
    return card(title=_("Details"))[facts(known)]
