"""What I must do now, each thing with its action beside it."""

import asyncio
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from htpy import Node
from msgspec import Struct

from bff.editor import editor_button, opens_editor
from bff.forms import Form
from bff.gateway.deals import DealPage, DealView
from bff.gateway.tasks import Agenda, TaskGroup
from bff.html import Html
from bff.i18n import brief_money, full_day, today
from bff.i18n import gettext as _
from bff.shell import page
from bff.tasks.days import week_end
from bff.tasks.logging import log_card
from bff.tasks.rows import task_group, task_rows
from bff.upkeep import next_step, rot
from bff.urls import with_query
from bff.visit import Visit
from bff.words import status_badge
from ui_components.button import link_button
from ui_components.card import card
from ui_components.empty import empty_state
from ui_components.html import Tag
from ui_components.layout import grid, page_header, quiet, stack
from ui_components.table import Column, data_table

HERE: Final = "/today/"
ID: Final = "today"
FEW: Final = 10


class Found(Struct, frozen=True):
    agenda: Agenda
    stepless: DealPage
    waiting: DealPage


async def asked(visit: Visit) -> Found:
    me, most = visit.user.id, min(visit.idle_days.values(), default=0)
    agenda, stepless, waiting = await asyncio.gather(
        visit.tasks.agenda(week_end=week_end(today()), assigned_to=me, limit=50),
        visit.deals.without_next_step(owner=me, limit=FEW),
        visit.deals.idle(owner=me, days=most or 3650, limit=FEW),
    )
    return Found(agenda, stepless, waiting)


def today_page(visit: Visit, found: Found, form: Form | None = None) -> Html:
    drawn = section(visit, found)
    content = [
        page_header(
            _("Today"),
            description=full_day(found.agenda.today),
            actions=editor_button(visit, _("New task"), href="/tasks/new/", icon="plus"),
        ),
        log_card(visit, form or Form.showing({})),
        drawn,
    ]
    return page(visit, title=_("Today"), content=content, part=(drawn,))


def section(
    visit: Visit, found: Found, *, first: Node = None, focused: UUID | None = None
) -> Tag:
    """What each change of a task swaps; ``first`` stands above."""
    groups = [
        task_group(
            visit,
            each.group,
            each.count,
            task_rows(visit, each.items, now=found.agenda.today, target=ID, focused=focused),
        )
        for each in (found.agenda[TaskGroup.OVERDUE], found.agenda[TaskGroup.TODAY])
        if each.count
    ]
    return stack(id=ID, gap="lg")[
        first,
        groups or nothing_due(),
        grid(columns="2", gap="lg")[stepless_card(visit, found), waiting_card(visit, found)],
    ]


def nothing_due() -> Tag:
    later = link_button(href="/tasks/", variant="outline")[_("What comes later")]
    return empty_state(
        _("Nothing is due today"),
        text=_("No task of yours is overdue or due today."),
        icon="circle-check",
        action=later,
    )
