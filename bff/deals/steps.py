"""The tasks of a deal: what comes next, ticked off where one reads it."""

from typing import Final
from uuid import UUID

from bff import csrf
from bff.editor import editor_button
from bff.gateway.deals import DealView
from bff.gateway.tasks import Agenda, TaskView
from bff.i18n import gettext as _
from bff.i18n import number, short_day, today
from bff.urls import with_query
from bff.visit import Visit
from ui_components.avatar import avatar
from ui_components.badge import badge
from ui_components.card import card
from ui_components.checklist import CheckItem, checklist
from ui_components.html import Tag
from ui_components.layout import link, quiet

SHOWN: Final = 10  # of each kind: overdue, due today, later…


async def agenda_of(visit: Visit, deal_id: UUID) -> Agenda:
    """By when they are due, and then those that were done lately."""
    return await visit.tasks.agenda(week_end=today(), deal=deal_id, limit=SHOWN)


def steps_card(visit: Visit, deal: DealView, agenda: Agenda) -> Tag:
    tasks = [task for group in agenda.groups for task in group.items]
    total = sum(group.count for group in agenda.groups)
    every = with_query("/tasks/", deal=str(deal.id), who="all")
    return card(
        title=_("Next steps"),
        action=None if deal.deleted_at else add_button(visit, deal),
        footer=link(href=every)[_("All tasks ({count})").format(count=number(total))]
        if total > len(tasks)
        else None,
    )[
        checklist([step(visit, deal, task) for task in tasks], label=_("Next steps"))
        if tasks
        else quiet[_("Nothing is planned. What comes next?")]
    ]


def add_button(visit: Visit, deal: DealView) -> Tag:
    href = with_query("/tasks/new/", deal=str(deal.id))
    return editor_button(visit, _("New task"), href=href, icon="plus", variant="outline", size="sm")


def step(visit: Visit, deal: DealView, task: TaskView) -> CheckItem:
    name = _("Open “{title}” again") if task.is_done else _("Complete “{title}”")
    verb = "reopen" if task.is_done else "complete"
    may = visit.may_change(task.assigned_to, task.created_by) and not visit.is_stale
    return CheckItem(
        key=str(task.id),
        title=task.title,
        href=f"/tasks/{task.id}",
        check=name.format(title=task.title),
        action=f"/tasks/{task.id}/{verb}/" if may else None,
        hidden={
            csrf.FIELD: visit.csrf_token,
            "form_key": f"{visit.form_key}-{task.id}-{verb}",
            "version": str(task.version),
            "next": f"/deals/{deal.id}",
        },
        done=task.is_done,
        meta=[due(task), avatar(task.assignee_name, size="sm", labelled=True)],
    )


def due(task: TaskView) -> Tag | str | None:
    if task.due_date is None:
        return None
    if task.due_date < today() and not task.is_done:
        return badge(short_day(task.due_date), tone="danger", icon="circle-alert")
    return short_day(task.due_date)
