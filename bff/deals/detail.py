"""One deal: its stage and the way to the others, what is known, and what has happened."""

from htpy import Node

from bff import csrf
from bff.attachments import files_slot
from bff.deals.losing import QUESTION, lost_question
from bff.deals.queries import BOARD
from bff.deals.steps import steps_card
from bff.editor import editor_button, post_button, restore_button
from bff.gateway.activity import ActivityPage
from bff.gateway.deals import DealStatus, DealView
from bff.gateway.files import FileEntity
from bff.gateway.tasks import Agenda
from bff.history import history
from bff.html import Html
from bff.i18n import day, day_of, money, ngettext, number
from bff.i18n import gettext as _
from bff.shell import page
from bff.upkeep import days_since, next_step, rot
from bff.visit import Visit
from bff.words import STATUS_TONES, reason_name, status_badge, status_name
from ui_components.alert import alert
from ui_components.card import card
from ui_components.facts import facts
from ui_components.html import Tag
from ui_components.icons import IconName
from ui_components.layout import grid, link, page_header, row, stack
from ui_components.live import follows
from ui_components.stages import Stage, stages


def deal_page(visit: Visit, deal: DealView, agenda: Agenda, log: ActivityPage) -> Html:
    is_trashed = deal.deleted_at is not None
    is_theirs = visit.may_change(deal.owner_id) and not is_trashed
    known = stack(id="deal", attrs=follows(f"deal:{deal.id}"))[
        page_header(
            deal.title,
            description=[
                money(deal.amount, deal.currency),
                " · ",
                link(href=f"/clients/{deal.client_id}")[deal.client_name],
            ],
            actions=deal_actions(visit, deal) if is_theirs else None,
        ),
        in_trash(visit, deal) if is_trashed else None,
        deal_stages(visit, deal, movable=is_theirs and not visit.is_stale),
        grid(columns="main-aside", gap="lg")[
            stack(gap="lg")[steps_card(visit, deal, agenda), history(log)],
            stack(gap="lg")[
                facts_card(visit, deal),
                files_slot(FileEntity.DEAL, deal.id, is_theirs=is_theirs),
            ],
        ],
    ]
    return page(
        visit,
        title=deal.title,
        content=[known, lost_question()],
        part=[known],
        parents=[(_("Deals"), BOARD)],
        scripts=("asks.js",),
    )


def deal_actions(visit: Visit, deal: DealView) -> list[Tag]:
    """Deleting is not asked twice: the next page offers to undo it."""
    delete = post_button(
        visit,
        _("Delete"),
        action=f"/deals/{deal.id}/delete/",
        icon="trash-2",
        hidden={"version": str(deal.version)},
    )
    return [
        delete,
        editor_button(visit, _("Edit"), href=f"/deals/{deal.id}/edit/", icon="pencil"),
    ]


def in_trash(visit: Visit, deal: DealView) -> Tag:
    restore = restore_button(visit, f"/deals/{deal.id}/restore/")
    return alert(tone="warning", action=restore)[_("This deal is in the trash.")]


def deal_stages(visit: Visit, deal: DealView, *, movable: bool) -> Tag:
    hidden = {
        csrf.FIELD: visit.csrf_token,
        "version": str(deal.version),
        "next": f"/deals/{deal.id}",
    }
    ends: dict[DealStatus, IconName] = {DealStatus.WON: "trophy", DealStatus.LOST: "circle-x"}
    return stages(
        [
            Stage(
                key=status,
                title=status_name(status),
                tone=STATUS_TONES[status],
                icon=ends.get(status),
                note=time_in_stage(deal),
                asks=QUESTION if status == DealStatus.LOST else None,
            )
            for status in DealStatus
        ],
        current=deal.status,
        action=f"/deals/{deal.id}/move/",
        hidden=hidden,
        label=_("Stage"),
        movable=movable,
    )


def time_in_stage(deal: DealView) -> str:
    days = days_since(deal.stage_since)
    if days == 0:
        return _("since today")
    return ngettext("for {count} day", "for {count} days", days).format(count=number(days))


def facts_card(visit: Visit, deal: DealView) -> Tag:
    client = link(href=f"/clients/{deal.client_id}")[deal.client_name]
    known: list[tuple[str, Node]] = [
        (_("Client"), client),
        (_("Status"), status_badge(deal.status)),
        (_("Amount"), money(deal.amount, deal.currency)),
        (_("Owner"), deal.owner_name),
        (_("Expected close"), day(deal.expected_close_date)),
        (_("In this stage since"), day_of(deal.stage_since)),
        (_("Description"), deal.description),
    ]
    if not deal.status.is_closed:
        known.insert(2, (_("Next step"), row[next_step(deal), rot(visit, deal)]))
    if deal.status == DealStatus.LOST:
        known.insert(2, (_("Reason it was lost"), reason_name(deal.lost_reason)))
    return card(title=_("Details"))[facts(known)]
