"""A task as a row to tick off, with its menu of days."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from htpy import Node

from bff import csrf
from bff.editor import opens_editor
from bff.gateway.tasks import TaskGroup, TaskView
from bff.i18n import gettext as _
from bff.i18n import number
from bff.tasks.days import due_words, lateness, postponements
from bff.visit import Visit
from ui_components import hx
from ui_components.avatar import avatar
from ui_components.badge import Tone, badge
from ui_components.button import icon_button
from ui_components.checklist import CheckItem, check_group, checklist
from ui_components.date_menu import date_menu, date_menu_button
from ui_components.html import Attrs, Tag
from ui_components.layout import link

TONES: Final[Mapping[TaskGroup, Tone]] = {TaskGroup.OVERDUE: "danger", TaskGroup.TODAY: "accent"}


def group_name(group: TaskGroup) -> str:
    return {
        TaskGroup.OVERDUE: _("Overdue"),
        TaskGroup.TODAY: _("Today"),
        TaskGroup.TOMORROW: _("Tomorrow"),
        TaskGroup.THIS_WEEK: _("This week"),
        TaskGroup.LATER: _("Later"),
        TaskGroup.UNDATED: _("Without a date"),
        TaskGroup.DONE: _("Recently done"),
    }[group]


def task_group(
    group: TaskGroup,
    count: int,
    rows: Sequence[CheckItem],
    *,
    more: Node = None,
) -> Tag:
    name = group_name(group)
    return check_group(
        title=name, count=number(count), tone=TONES.get(group, "neutral"), id=f"group-{group}"
    )[checklist(rows, label=name, id=f"list-{group}"), more]


def task_rows(
    visit: Visit,
    tasks: Sequence[TaskView],
    *,
    now: date,
    target: str,
    focused: UUID | None = None,
) -> list[CheckItem]:
    """``target`` is the id of what a change of one of them swaps."""
    return [task_row(visit, task, now, target, is_focused=task.id == focused) for task in tasks]


def task_row(
    visit: Visit, task: TaskView, now: date, target: str, *, is_focused: bool = False
) -> CheckItem:
    name = _("Open “{title}” again") if task.is_done else _("Complete “{title}”")
    verb = "reopen" if task.is_done else "complete"
    action = f"/tasks/{task.id}/{verb}/"
    is_theirs = may_change(visit, task) and not visit.is_stale
    return CheckItem(
        key=str(task.id),
        title=task.title,
        href=f"/tasks/{task.id}",
        check=name.format(title=task.title),
        action=action if is_theirs else None,
        hidden=hidden_of(visit, task, verb),
        done=task.is_done,
        meta=meta_of(visit, task, now),
        actions=actions_of(visit, task, now, target) if is_theirs else None,
        focused=is_focused,
        hx=swaps(action, target),
    )


def may_change(visit: Visit, task: TaskView) -> bool:
    return task.deleted_at is None and visit.may_change(task.assigned_to, task.created_by)


def hidden_of(visit: Visit, task: TaskView, verb: str) -> dict[str, str]:
    """A key for each verb on each task: pages show many."""
    return {
        csrf.FIELD: visit.csrf_token,
        "form_key": f"{visit.form_key}-{task.id}-{verb}",
        "version": str(task.version),
        "next": visit.here,
    }


def swaps(action: str, target: str) -> Attrs:
    return hx.request("post", action, target=f"#{target}", swap="outerMorph")


def meta_of(visit: Visit, task: TaskView, now: date) -> Node:
    return [
        link(href=f"/clients/{task.client_id}")[task.client_name],
        deal_of(task),
        due_of(task, now),
        task.assigned_to != visit.user.id and avatar(task.assignee_name, size="sm", labelled=True),
    ]


def deal_of(task: TaskView) -> Tag | None:
    return link(href=f"/deals/{task.deal_id}")[task.deal_title] if task.deal_id else None


def due_of(task: TaskView, now: date) -> Node:
    if task.due_date is None:
        return None
    if task.due_date < now and not task.is_done:
        return badge(lateness(task.due_date, now), tone="danger")
    return due_words(task.due_date, now)


def actions_of(visit: Visit, task: TaskView, now: date, target: str) -> Node:
    edit = f"/tasks/{task.id}/edit/"
    label = _("Edit “{title}”").format(title=task.title)
    return [
        not task.is_done and put_off(visit, task, now, target),
        icon_button("pencil", label, href=edit, size="sm", hx=opens_editor(edit)),
    ]


def put_off(
    visit: Visit, task: TaskView, now: date, target: str, *, framed: bool = False
) -> list[Tag]:
    """Its button, and the menu that also takes what is dragged to another day."""
    menu = f"days-{task.id}"
    action = f"/tasks/{task.id}/postpone/"
    label = _("Put “{title}” off").format(title=task.title)
    return [
        date_menu_button(menu, label, framed=framed),
        date_menu(
            id=menu,
            action=action,
            choices=postponements(now),
            hidden=hidden_of(visit, task, "postpone"),
            heading=_("Put off to"),
            pick=_("Pick a date"),
            go=_("Move"),
            hx=swaps(action, target),
        ),
    ]
