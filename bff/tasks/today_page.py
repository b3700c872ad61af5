"""What I must do now, each thing with its action beside it."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID

from htpy import Node
from msgspec import Struct

from bff.client_choice import clients_for
from bff.editor import editor_button
from bff.forms import Form
from bff.gateway.deals import DealPage, DealView
from bff.gateway.tasks import Agenda, TaskGroup
from bff.html import Html
from bff.i18n import brief_money, full_day, ngettext, number, today
from bff.i18n import gettext as _
from bff.records import MERGES
from bff.shell import page
from bff.tasks.days import week_end
from bff.tasks.jotting import log_card
from bff.tasks.next_step import slot
from bff.tasks.rows import task_group, task_rows
from bff.upkeep import next_step, rot
from bff.urls import with_query
from bff.visit import Visit
from ui_components.button import link_button
from ui_components.card import card
from ui_components.empty import empty_state
from ui_components.html import Tag
from ui_components.layout import grid, link, page_header, quiet, stack
from ui_components.live import follows
from ui_components.table import Column, data_table

HERE: Final = "/today/"
ID: Final = "today"
FEW: Final = 10
MANY: Final = 50
FOREVER: Final = 3650  # days, where no stage has a limit


class Found(Struct, frozen=True):
    agenda: Agenda
    stepless: DealPage
    waiting: DealPage


async def asked(visit: Visit) -> Found:
    me = visit.user.id
    agenda, stepless, waiting = await asyncio.gather(
        visit.tasks.agenda(week_end=week_end(today()), assigned_to=me, limit=MANY),
        visit.deals.without_next_step(owner=me, limit=FEW),
        visit.deals.idle(owner=me, days=min(visit.idle_days.values(), default=FOREVER), limit=MANY),
    )
    return Found(agenda, stepless, waiting)


async def today_page(visit: Visit, form: Form) -> Html:
    """The form is what is being logged."""
    drawn = section(visit, await asked(visit))
    content = [
        page_header(
            _("Today"),
            description=full_day(today()),
            actions=editor_button(visit, _("New task"), href="/tasks/new/", icon="plus"),
        ),
        log_card(visit, form, await clients_for(visit, form)),
        slot(),
        drawn,
    ]
    status = 422 if form.is_refused else 200
    return page(visit, title=_("Today"), content=content, part=(drawn,), status_code=status)


def section(visit: Visit, found: Found, *, focused: UUID | None = None) -> Tag:
    """What each change of a task swaps; ``focused`` is the one to go on at."""
    groups = [
        task_group(
            each.group,
            each.count,
            task_rows(visit, each.items, now=found.agenda.today, target=ID, focused=focused),
        )
        for each in (found.agenda[TaskGroup.OVERDUE], found.agenda[TaskGroup.TODAY])
        if each.count
    ]
    return stack(id=ID, gap="lg", attrs=follows("task", "deal", *MERGES))[
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


def stepless_card(visit: Visit, found: Found) -> Tag:
    listed = deals_table(
        found.stepless.items,
        reason=Column[DealView](header=_("Next step"), cell=next_step),
        action=lambda deal: plan_button(visit, deal),
        empty=empty_state(_("Every deal has a next step"), icon="circle-check"),
        id="stepless",
    )
    total = found.stepless.total
    count = ngettext("{count} deal", "{count} deals", total).format(count=number(total))
    return card(title=_("Deals without a next step"), description=count, flush=True)[listed]


def waiting_card(visit: Visit, found: Found) -> Tag:
    """By the limit of each one's stage; the reason stands in its row."""
    late = [deal for deal in found.waiting.items if rot(visit, deal)]
    listed = deals_table(
        late[:FEW],
        reason=Column[DealView](header=_("Reason"), cell=lambda deal: rot(visit, deal)),
        action=lambda deal: plan_button(visit, deal),
        empty=empty_state(_("No deal waits too long"), icon="circle-check"),
        id="waiting",
    )
    why = _("Nobody has changed them for longer than their stage allows")
    return card(title=_("Deals that wait too long"), description=why, flush=True)[listed]


def deals_table(
    deals: Sequence[DealView],
    *,
    reason: Column[DealView],
    action: Callable[[DealView], Node],
    empty: Node,
    id: str,
) -> Tag:
    return data_table(
        deals,
        [
            Column[DealView](header=_("Deal"), cell=what),
            reason,
            Column[DealView](header=_("Plan"), cell=action, align="end", hide_header=True),
        ],
        caption=_("Deals"),
        row_key=lambda deal: str(deal.id),
        empty=empty,
        id=id,
    )


def what(deal: DealView) -> Node:
    amount = brief_money(deal.amount, deal.currency)
    return stack(gap="xs")[
        link(href=f"/deals/{deal.id}")[deal.title],
        quiet(small=True)[f"{deal.client_name} · {amount}"],
    ]


def plan_button(visit: Visit, deal: DealView) -> Tag:
    href = with_query("/tasks/new/", deal=str(deal.id))
    return editor_button(visit, _("Plan"), href=href, icon="plus", variant="outline", size="sm")
