"""One deal: its stage and the way to the others, what is known, and what has happened."""

from typing import Any, Final
from uuid import UUID

from litestar import Response

from bff import csrf
from bff.attachments import files_slot
from bff.deals.facts import (
    Field,
    deal_fact,
    deal_fact_editor,
    fact_form_of,
    facts_card,
    may_edit,
    page_of,
)
from bff.deals.losing import QUESTION, lost_question
from bff.deals.queries import BOARD
from bff.deals.steps import steps_card
from bff.editor import editor_button, post_button, restore_button
from bff.facts import fact_part
from bff.forms import Form
from bff.gateway.activity import ActivityPage
from bff.gateway.deals import DealStatus, DealView
from bff.gateway.files import FileEntity
from bff.gateway.tasks import Agenda
from bff.html import Html
from bff.i18n import gettext as _
from bff.i18n import money, ngettext, number
from bff.notes import blank_note
from bff.people import People
from bff.shell import BRAND, fragment, page
from bff.story import Story, StoryQuery, asked_for, noted, retold, story_card
from bff.upkeep import days_since
from bff.visit import Visit
from bff.words import STATUS_TONES, status_name
from ui_components import html as h
from ui_components import hx
from ui_components.alert import alert
from ui_components.html import Tag
from ui_components.icons import IconName
from ui_components.layout import grid, link, page_header, stack
from ui_components.live import follows
from ui_components.stages import Stage, stages

HEAD: Final = "deal-head"


def deal_page(
    visit: Visit,
    deal: DealView,
    agenda: Agenda,
    log: ActivityPage,
    query: StoryQuery,
    note: Form | None = None,
) -> Html:
    is_theirs = visit.may_change(deal.owner_id) and deal.deleted_at is None
    written = (note or blank_note()) if is_theirs else None
    story = Story(page_of(deal.id), query, log)
    topics = follows(f"deal:{deal.id}", f"client:{deal.client_id}")
    known = stack(id="deal", attrs=topics)[
        head(visit, deal),
        grid(columns="main-aside", gap="lg")[
            stack(gap="lg")[steps_card(visit, deal, agenda), story_card(visit, story, written)],
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
        part=asked_for(visit, story, known),
        parents=[(_("Deals"), BOARD)],
        scripts=("asks.js",),
        status_code=422 if note and note.is_refused else 200,
    )


def noted_part(visit: Visit, deal: DealView, agenda: Agenda, log: ActivityPage, note: Form) -> Html:
    if not visit.htmx.wants_part:
        return deal_page(visit, deal, agenda, log, StoryQuery(), note)
    return noted(visit, Story(page_of(deal.id), StoryQuery(), log), note)


def asked_fact(
    visit: Visit, deal: DealView, field: Field, users: People, *, is_shown: bool
) -> Response[Any]:
    if is_shown or not may_edit(visit, deal):
        drawn = deal_fact(visit, deal, field, focused=True)
    else:
        drawn = deal_fact_editor(visit, deal.id, field, fact_form_of(deal, field), users)
    return fact_part(visit, page_of(deal.id), drawn)


def saved_fact(visit: Visit, deal: DealView, field: Field, log: ActivityPage) -> Html:
    """With all else on the page that tells of it; other facts may be open, and stay so."""
    return fragment(
        visit,
        h.title[f"{deal.title} · {BRAND}"],
        deal_fact(visit, deal, field, focused=True),
        hx.replacing(f"#{HEAD}", head(visit, deal)),
        retold(Story(page_of(deal.id), StoryQuery(), log)),
    )


def refused_fact(visit: Visit, deal_id: UUID, field: Field, form: Form, users: People) -> Html:
    drawn = deal_fact_editor(visit, deal_id, field, form, users)
    return fragment(visit, drawn, status_code=422)


def head(visit: Visit, deal: DealView) -> Tag:
    """Its name, its worth, its stage: what every change of it shows in."""
    is_trashed = deal.deleted_at is not None
    is_theirs = visit.may_change(deal.owner_id) and not is_trashed
    client = link(href=f"/clients/{deal.client_id}")[deal.client_name]
    return stack(id=HEAD)[
        page_header(
            deal.title,
            description=[money(deal.amount, deal.currency), " · ", client],
            actions=deal_actions(visit, deal) if is_theirs else None,
        ),
        in_trash(visit, deal) if is_trashed else None,
        deal_stages(visit, deal, movable=is_theirs and not visit.is_stale),
    ]


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
