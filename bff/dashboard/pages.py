"""The dashboard: figures of a period, and beside them what is going on now."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from htpy import Node

from bff.dashboard.figures import figures
from bff.dashboard.queries import DASHBOARD, DashboardQuery
from bff.gateway.activity import ActivityGateway, ActivityPage, ActivityView
from bff.gateway.deals import DealGateway, DealPage, DealView
from bff.gateway.stats import Overview, StatsGateway
from bff.gateway.tasks import Agenda, TaskGateway, TaskGroup, TaskView
from bff.history import event
from bff.html import Html
from bff.i18n import brief_money, clock, day, day_of, today
from bff.i18n import gettext as _
from bff.panels import Panel
from bff.periods import period_filter
from bff.shell import page
from bff.visit import Visit
from ui_components.avatar import avatar
from ui_components.badge import badge
from ui_components.empty import empty_state
from ui_components.filter_bar import filter_bar
from ui_components.html import Tag
from ui_components.layout import grid, link, padded, page_header, quiet, stack
from ui_components.table import Column, data_table
from ui_components.timeline import Event, timeline

FIGURES: Final = "figures"
LEFT: Final = (
    TaskGroup.OVERDUE,
    TaskGroup.TODAY,
    TaskGroup.TOMORROW,
    TaskGroup.THIS_WEEK,
    TaskGroup.LATER,
    TaskGroup.UNDATED,
)
WEEK: Final = timedelta(days=7)
SHOWN: Final = 8  # of what is going on now


def dashboard_panels(visit: Visit, query: DashboardQuery) -> list[Panel[Any]]:
    me = visit.user.id
    return [
        Panel[Overview](
            id=FIGURES,
            title=_("Figures"),
            ask=lambda backend: StatsGateway(backend).overview(query.period),
            draw=lambda overview: counted(overview, query),
            plain=True,
        ),
        Panel[DealPage](
            id="deals",
            title=_("Deals in progress"),
            ask=lambda backend: DealGateway(backend).in_progress(limit=SHOWN),
            draw=deals,
            action=link(href="/deals/board/")[_("All deals")],
            follows=["deal"],
        ),
        Panel[Agenda](
            id="tasks",
            title=_("My tasks"),
            ask=lambda backend: TaskGateway(backend).agenda(
                week_end=today() + WEEK, assigned_to=me, limit=SHOWN
            ),
            draw=tasks,
            action=link(href="/tasks/")[_("All tasks")],
            follows=["task"],
        ),
        Panel[ActivityPage](
            id="activity",
            title=_("Last activity"),
            ask=lambda backend: ActivityGateway(backend).latest(limit=SHOWN),
            draw=activity,
            action=link(href="/activity/")[_("All activity")],
            follows=["*"],
        ),
    ]


def dashboard_page(visit: Visit, query: DashboardQuery, drawn: Sequence[Tag]) -> Html:
    """``drawn`` are all of the panels, or the one that htmx asked for."""
    if len(drawn) == 1:
        return page(visit, title=_("Dashboard"), content=None, part=drawn, address=query.url)
    overview, current, mine, latest = drawn
    content = [
        page_header(_("Dashboard"), actions=periods(query)),
        overview,
        grid(columns="main-aside", gap="lg")[stack(gap="lg")[mine, current], latest],
    ]
    return page(visit, title=_("Dashboard"), content=content, part=drawn, address=query.url)


def periods(query: DashboardQuery) -> Tag:
    return filter_bar(
        action=DASHBOARD, target=f"#{FIGURES}", label=_("Period"), submit_label=_("Apply")
    )[period_filter(query.period)]


def counted(overview: Overview, query: DashboardQuery) -> Node:
    """How old the figures are is said below them: they are counted ahead."""
    as_of = overview.as_of
    age = _("Counted at {time}, {day}.").format(time=clock(as_of), day=day_of(as_of))
    return [figures(overview, query.period), quiet(small=True)[age]]


def deals(found: DealPage) -> Tag:
    columns = [
        Column[DealView](header=_("Deal"), cell=lambda deal: deal.title),
        Column[DealView](header=_("Client"), cell=lambda deal: deal.client_name, shown_from="md"),
        Column[DealView](
            header=_("Owner"),
            cell=lambda deal: avatar(deal.owner_name, size="sm", labelled=True),
            shown_from="lg",
        ),
        Column[DealView](
            header=_("Expected close"),
            cell=lambda deal: day(deal.expected_close_date),
            quiet=True,
            shown_from="sm",
        ),
        Column[DealView](
            header=_("Amount"),
            cell=lambda deal: brief_money(deal.amount, deal.currency),
            align="end",
        ),
    ]
    return data_table(
        found.items,
        columns,
        caption=_("Deals in progress"),
        row_key=lambda deal: str(deal.id),
        row_href=lambda deal: f"/deals/{deal.id}",
        empty=empty_state(_("No deal is in progress"), icon="square-kanban"),
        id="deal",
    )


def tasks(agenda: Agenda) -> Node:
    """What is left to do, what is late first; the counts speak of all of it."""
    open_tasks = [task for group in LEFT for task in agenda[group].items][:SHOWN]
    columns = [
        Column[TaskView](header=_("Task"), cell=lambda task: task.title),
        Column[TaskView](header=_("Client"), cell=lambda task: task.client_name, shown_from="sm"),
        Column[TaskView](
            header=_("Due"), cell=lambda task: due(task.due_date, agenda.today), align="end"
        ),
    ]
    return data_table(
        open_tasks,
        columns,
        caption=_("My tasks"),
        row_key=lambda task: str(task.id),
        row_href=lambda task: f"/tasks/{task.id}",
        empty=empty_state(_("Nothing is left to do"), icon="circle-check"),
        id="task",
    )


def due(date: date | None, today: date) -> Node:
    if date is None or date >= today:
        return day(date)
    return badge(day(date), tone="danger")


def activity(found: ActivityPage) -> Tag:
    if not found.items:
        return empty_state(_("Nothing has happened yet."), icon="activity")
    return padded[timeline([deed(entry) for entry in found.items], label=_("Last activity"))]


def deed(entry: ActivityView) -> Event:
    """What changed in detail is told on the record's own page."""
    return replace(event(entry, is_named=True), changes=())
