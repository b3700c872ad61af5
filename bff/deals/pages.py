"""One deal, its form, and the choice of the client that a new one is for."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from htpy import Node

from bff import csrf
from bff.deals.forms import local_amount
from bff.deals.queries import BOARD
from bff.editor import editor, editor_button, post_button, restore_button, told
from bff.forms import Form
from bff.gateway.accounts import UserView
from bff.gateway.activity import ActivityPage
from bff.gateway.clients import ClientPage, ClientView
from bff.gateway.deals import DealStatus, DealView
from bff.history import history
from bff.html import Html
from bff.i18n import day, day_of, money
from bff.i18n import gettext as _
from bff.owners import owner_options
from bff.shell import fragment, page
from bff.urls import with_query
from bff.visit import Visit
from bff.words import status_badge, status_name
from ui_components import html as h
from ui_components import hx
from ui_components.alert import alert
from ui_components.button import button
from ui_components.card import card
from ui_components.dialog import side_panel
from ui_components.empty import empty_state
from ui_components.facts import facts
from ui_components.field import (
    Option,
    hidden_inputs,
    money_field,
    search_input,
    select_field,
    select_input,
    shown_field,
    text_field,
    textarea_field,
)
from ui_components.form import form as form_element
from ui_components.form import form_grid
from ui_components.html import Tag
from ui_components.layout import grid, link, narrow, page_header, row, stack
from ui_components.live import follows
from ui_components.table import Column, data_table

FORM: Final = "deal-form"
CHOICE: Final = "client-choice"
UNTYPED: Final = ("client_id", "client_name", "status")
CURRENCIES: Final = ("EUR", "USD", "GBP", "CHF", "RUB", "PLN", "SEK", "CZK", "KZT")


def deal_page(visit: Visit, deal: DealView, log: ActivityPage) -> Html:
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
        grid(columns="main-aside", gap="lg")[
            history(log),
            stack(gap="lg")[facts_card(deal), move_card(visit, deal) if is_theirs else None],
        ],
    ]
    return page(visit, title=deal.title, content=known, part=[known], parents=[(_("Deals"), BOARD)])


def deal_actions(visit: Visit, deal: DealView) -> list[Tag]:
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


def facts_card(deal: DealView) -> Tag:
    client = link(href=f"/clients/{deal.client_id}")[deal.client_name]
    known: list[tuple[str, Node]] = [
        (_("Client"), client),
        (_("Status"), status_badge(deal.status)),
        (_("Amount"), money(deal.amount, deal.currency)),
        (_("Owner"), deal.owner_name),
        (_("Expected close"), day(deal.expected_close_date)),
        (_("Description"), deal.description),
    ]
    if deal.closed_at:
        known.insert(5, (_("Closed"), day_of(deal.closed_at)))
    if deal.status == DealStatus.LOST:
        known.insert(2, (_("Reason it was lost"), deal.lost_reason))
    return card(title=_("Details"))[facts(known)]


def move_card(visit: Visit, deal: DealView) -> Tag:
    choices = [Option(status.value, status_name(status)) for status in DealStatus]
    hidden = {csrf.FIELD: visit.csrf_token, "version": str(deal.version), "next": visit.url}
    return card(title=_("Move"))[
        h.form(action=f"/deals/{deal.id}/move/", method="post")[
            hidden_inputs(hidden),
            row[
                select_input("lane", _("Move to"), choices, value=deal.status),
                button(type="submit", variant="outline", disabled=visit.is_stale)[_("Move")],
            ],
        ]
    ]


def deal_editor(
    visit: Visit, form: Form, users: Sequence[UserView], deal_id: UUID | None = None
) -> Html:
    client_id = form.values.get("client_id", "")
    return editor(
        visit,
        form,
        deal_fields(visit, form, users),
        id=FORM,
        action=f"/deals/{deal_id}/edit/" if deal_id else "/deals/new/",
        title=_("Edit deal") if deal_id else _("New deal"),
        save=_("Save") if deal_id else _("Create deal"),
        back=f"/deals/{deal_id}" if deal_id else f"/clients/{client_id}",
        parents=[(_("Deals"), BOARD)],
        restore=f"/deals/{form.trashed_id}/restore/" if form.trashed_id else None,
    )


def deal_fields(visit: Visit, form: Form, users: Sequence[UserView]) -> Tag:
    owners = owner_options(users)
    owner = told(form, "owner_id", options=owners)
    owner["value"] = owner["value"] or str(visit.user.id)
    currency = form.values.get("currency") or CURRENCIES[0]
    amount = told(form, "amount")
    amount["value"] = local_amount(amount["value"])
    client = form.values.get("client_name", "")
    return form_grid[
        hidden_inputs({name: form.values.get(name, "") for name in UNTYPED}),
        shown_field("client_id", _("Client"), value=client, error=form.errors.get("client_id")),
        text_field("title", _("Title"), required=True, wide=True, **told(form, "title")),
        money_field(
            "amount",
            _("Amount"),
            currency=currency,
            currencies=sorted({currency, *CURRENCIES}),
            currency_label=_("Currency"),
            required=True,
            wide=True,
            **amount,
        ),
        text_field(
            "expected_close_date",
            _("Expected close"),
            type="date",
            **told(form, "expected_close_date"),
        ),
        select_field("owner_id", _("Owner"), owners, **owner) if owners else None,
        reason_field(form) if form.values.get("status") == DealStatus.LOST else None,
        textarea_field("description", _("Description"), **told(form, "description")),
    ]


def reason_field(form: Form) -> Tag:
    return text_field(
        "lost_reason", _("Reason it was lost"), wide=True, **told(form, "lost_reason")
    )


def client_choice(visit: Visit, search: str, found: ClientPage) -> Html:
    """A deal belongs to a client: first of all, to which one."""
    listed = data_table(
        found.items,
        [
            Column[ClientView](header=_("Name"), cell=lambda client: client.name),
            Column[ClientView](header=_("Company"), cell=lambda client: client.company),
        ],
        caption=_("Clients"),
        row_key=lambda client: str(client.id),
        row_href=lambda client: with_query("/deals/new/", client=str(client.id)),
        empty=empty_state(_("No clients found"), icon="search"),
        id=CHOICE,
    )
    if visit.htmx.target == CHOICE:
        return fragment(visit, listed)
    search_hx = hx.request(
        "get",
        "/deals/new/",
        target=f"#{CHOICE}",
        swap="outerMorph",
        trigger="submit, input delay:200ms",
        sync="replace",
    )
    chosen = stack[
        form_element(action="/deals/new/", method="get", hx=search_hx)[
            search_input(
                "search",
                _("Search clients"),
                value=search,
                placeholder=_("Name, company, e-mail or phone"),
                id="choice-search",
                attrs={"autofocus": True},
            )
        ],
        listed,
    ]
    title = _("For which client?")
    if visit.htmx.wants_part:
        panel = side_panel(id="choice-panel", title=title, open=True, close_label=_("Close"))
        return fragment(visit, panel[chosen])
    content = narrow[page_header(title), chosen]
    return page(visit, title=title, content=content, parents=[(_("Deals"), BOARD)])
