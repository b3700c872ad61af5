"""What hangs on a client: deals and tasks."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from bff.gateway.deals import DealPage, DealView
from bff.gateway.tasks import TaskPage, TaskStatus, TaskView
from bff.i18n import day, money, number, today
from bff.i18n import gettext as _
from bff.urls import with_query
from bff.words import status_badge, task_status_name
from ui_components.badge import Tone, badge
from ui_components.card import card
from ui_components.empty import empty_state
from ui_components.html import Tag
from ui_components.layout import link
from ui_components.table import Column, data_table

TASK_TONES: Final[dict[TaskStatus, Tone]] = {
    TaskStatus.TODO: "neutral",
    TaskStatus.IN_PROGRESS: "warning",
    TaskStatus.DONE: "success",
}


def deals_card(client_id: UUID, deals: DealPage) -> Tag:
    listed = data_table(
        deals.items,
        deal_columns(),
        caption=_("Deals"),
        row_key=lambda deal: str(deal.id),
        row_href=lambda deal: f"/deals/{deal.id}",
        empty=empty_state(_("No deals yet"), icon="handshake"),
        id="deal",
    )
    return card(
        title=titled(_("Deals"), deals.total),
        footer=rest("/deals/", client_id, deals.items, deals.total),
        flush=True,
    )[listed]


def tasks_card(client_id: UUID, tasks: TaskPage) -> Tag:
    listed = data_table(
        tasks.items,
        task_columns(),
        caption=_("Tasks"),
        row_key=lambda task: str(task.id),
        row_href=lambda task: f"/tasks/{task.id}",
        empty=empty_state(_("No tasks yet"), icon="circle-check"),
        id="task",
    )
    return card(
        title=titled(_("Tasks"), tasks.total),
        footer=rest("/tasks/", client_id, tasks.items, tasks.total),
        flush=True,
    )[listed]


def titled(name: str, total: int) -> str:
    return f"{name} · {number(total)}" if total else name


def rest(path: str, client_id: UUID, shown: Sequence[object], total: int) -> Tag | None:
    if len(shown) == total:
        return None
    href = with_query(path, client=str(client_id))
    return link(href=href)[_("All {count}").format(count=number(total))]


def deal_columns() -> list[Column[DealView]]:
    return [
        Column(header=_("Title"), cell=lambda deal: deal.title),
        Column(header=_("Status"), cell=lambda deal: status_badge(deal.status)),
        Column(
            header=_("Amount"), cell=lambda deal: money(deal.amount, deal.currency), align="end"
        ),
        Column(
            header=_("Expected close"),
            cell=lambda deal: day(deal.expected_close_date),
            quiet=True,
            align="end",
            shown_from="md",
        ),
    ]


def task_columns() -> list[Column[TaskView]]:
    return [
        Column(header=_("Title"), cell=lambda task: task.title),
        Column(header=_("Status"), cell=task_badge),
        Column(header=_("Assignee"), cell=lambda task: task.assignee_name, shown_from="md"),
        Column(header=_("Due"), cell=due, quiet=True, align="end"),
    ]


def task_badge(task: TaskView) -> Tag:
    return badge(task_status_name(task.status), tone=TASK_TONES[task.status])


def due(task: TaskView) -> Tag | str:
    is_open = task.status != TaskStatus.DONE
    if task.due_date and is_open and task.due_date < today():
        return badge(day(task.due_date), tone="danger", icon="circle-alert")
    return day(task.due_date)
