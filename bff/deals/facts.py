"""What is known of a deal."""

from enum import StrEnum
from functools import partial
from uuid import UUID

import msgspec
from htpy import Node
from msgspec import Raw

from bff.deals.editing import amount_field, reason_field
from bff.deals.forms import values_of
from bff.editor import told
from bff.facts import fact_editor, persist, shown_fact
from bff.forms import Form
from bff.gateway.deals import DealStatus, DealView, EditDeal
from bff.i18n import day, day_of, money
from bff.i18n import gettext as _
from bff.people import NOBODY, People, editor_users
from bff.person_choice import person_field
from bff.upkeep import next_step, rot
from bff.visit import Visit
from bff.words import field_name, reason_name, status_badge
from ui_components.avatar import person
from ui_components.card import card
from ui_components.date_field import date_field
from ui_components.field import text_field, textarea_field
from ui_components.html import Attrs, Tag
from ui_components.inline import fact, fact_list
from ui_components.layout import link, row


class Field(StrEnum):
    TITLE = "title"
    AMOUNT = "amount"
    OWNER = "owner_id"
    CLOSE_DATE = "expected_close_date"
    LOST_REASON = "lost_reason"
    DESCRIPTION = "description"


def page_of(deal_id: UUID) -> str:
    return f"/deals/{deal_id}"


def facts_card(visit: Visit, deal: DealView) -> Tag:
    is_lost = deal.status is DealStatus.LOST
    fields = [field for field in Field if is_lost or field is not Field.LOST_REASON]
    client = link(href=f"/clients/{deal.client_id}")[deal.client_name]
    return card(title=_("Details"), id="details")[
        fact_list[
            fact(_("Client"), client, id="fact-client"),
            fact(_("Status"), status_badge(deal.status), id="fact-status"),
            upkeep_fact(visit, deal),
            [deal_fact(visit, deal, field) for field in fields],
            fact(_("In this stage since"), day_of(deal.stage_since), id="fact-since"),
        ]
    ]


def upkeep_fact(visit: Visit, deal: DealView) -> Tag | None:
    if deal.status.is_closed:
        return None
    return fact(_("Next step"), row[next_step(deal), rot(visit, deal)], id="fact-next")


def deal_fact(visit: Visit, deal: DealView, field: Field, *, focused: bool = False) -> Tag:
    is_free = field is not Field.OWNER or visit.is_admin
    return shown_fact(
        page_of(deal.id),
        field,
        value_of(deal, field),
        editable=is_free and may_edit(visit, deal),
        focused=focused,
    )


def may_edit(visit: Visit, deal: DealView) -> bool:
    return visit.may_change(deal.owner_id) and not (deal.deleted_at or visit.is_stale)


def value_of(deal: DealView, field: Field) -> Node:
    match field:
        case Field.AMOUNT:
            return money(deal.amount, deal.currency)
        case Field.OWNER:
            return person(deal.owner_name)
        case Field.CLOSE_DATE:
            return day(deal.expected_close_date)
        case Field.LOST_REASON:
            return reason_name(deal.lost_reason)
        case Field.TITLE | Field.DESCRIPTION:
            return str(getattr(deal, field))


async def field_users(visit: Visit, field: Field, form: Form) -> People:
    return await editor_users(visit, form) if field is Field.OWNER else NOBODY


def fact_form_of(deal: DealView, field: Field) -> Form:
    """An amount is nothing without its currency."""
    names = (field, "currency") if field is Field.AMOUNT else (field,)
    values = values_of(deal)
    return Form.showing({name: values[name] for name in names}, version=deal.version)


def deal_fact_editor(visit: Visit, deal_id: UUID, field: Field, form: Form, users: People) -> Tag:
    return fact_editor(visit, page_of(deal_id), field, form, control(visit, form, field, users))


def control(visit: Visit, form: Form, field: Field, users: People) -> Tag | None:
    label = field_name(field)
    focus: Attrs = {"data-focus": True}
    match field:
        case Field.AMOUNT:
            return amount_field(form, attrs=focus)
        case Field.OWNER:
            return person_field(visit, form, users, field, label, attrs=focus)
        case Field.CLOSE_DATE:
            return date_field(field, label, attrs=focus, **told(form, field))
        case Field.LOST_REASON:
            return reason_field(form, attrs=focus)
        case Field.DESCRIPTION:
            return textarea_field(field, label, attrs=focus, **told(form, field))
        case Field.TITLE:
            return text_field(field, label, required=True, attrs=focus, **told(form, field))


async def save(visit: Visit, deal_id: UUID, field: Field, form: Form) -> DealView | None:
    async def send() -> DealView | None:
        edit = partial(visit.deals.edit, deal_id, version=form.version)
        return await form.send(EditDeal, edit, saved=partial(saved_form, field))

    return await persist(form, field, send)


def saved_form(field: Field, record: Raw) -> Form:
    return fact_form_of(msgspec.json.decode(record, type=DealView), field)
