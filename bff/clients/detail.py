"""One client: what is known, its deals, and what has happened."""

from typing import Final

from bff.clients.queries import LIST
from bff.editor import editor_button, post_button, restore_button
from bff.gateway.activity import ActivityPage
from bff.gateway.clients import ClientView
from bff.gateway.deals import DealPage, DealView
from bff.history import history
from bff.html import Html
from bff.i18n import day, day_of, money
from bff.i18n import gettext as _
from bff.shell import page
from bff.urls import with_query
from bff.visit import Visit
from bff.words import status_badge
from ui_components.alert import alert
from ui_components.card import card
from ui_components.empty import empty_state
from ui_components.facts import facts
from ui_components.html import Tag
from ui_components.layout import grid, link, page_header, stack
from ui_components.live import follows
from ui_components.table import Column, data_table

WIDE: Final = "main-aside"


def client_page(visit: Visit, client: ClientView, deals: DealPage, log: ActivityPage) -> Html:
    is_theirs = visit.may_change(client.owner_id) and not client.deleted_at
    actions = [delete_button(visit, client), edit_button(visit, client)]
    known = stack(id="client", attrs=follows(f"client:{client.id}"))[
        page_header(
            client.name,
            description=client.company or None,
            actions=actions if is_theirs else None,
        ),
        in_trash(visit, client) if client.deleted_at else None,
        grid(columns=WIDE, gap="lg")[
            stack(gap="lg")[deals_card(visit, client, deals), history(log)],
            facts_card(client),
        ],
    ]
    return page(
        visit, title=client.name, content=known, part=[known], parents=[(_("Clients"), LIST)]
    )


def edit_button(visit: Visit, client: ClientView) -> Tag:
    return editor_button(visit, _("Edit"), href=f"/clients/{client.id}/edit/", icon="pencil")


def delete_button(visit: Visit, client: ClientView) -> Tag:
    """Not asked twice: the next page offers to undo it."""
    return post_button(
        visit,
        _("Delete"),
        action=f"/clients/{client.id}/delete/",
        icon="trash-2",
        hidden={"version": str(client.version)},
    )


def in_trash(visit: Visit, client: ClientView) -> Tag:
    restore = restore_button(visit, f"/clients/{client.id}/restore/")
    return alert(tone="warning", action=restore)[_("This client is in the trash.")]


def facts_card(client: ClientView) -> Tag:
    known = facts(
        [
            (_("E-mail"), client.email and link(href=f"mailto:{client.email}")[client.email]),
            (_("Phone"), client.phone and link(href=f"tel:{dialled(client.phone)}")[client.phone]),
            (_("Company"), client.company),
            (_("Owner"), client.owner_name),
            (_("Client since"), day_of(client.created_at)),
            (_("Notes"), client.notes),
        ]
    )
    return card(title=_("Details"))[known]


def dialled(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


def deals_card(visit: Visit, client: ClientView, deals: DealPage) -> Tag:
    href = with_query("/deals/new/", client=str(client.id))
    create = editor_button(
        visit, _("New deal"), href=href, icon="plus", variant="outline", size="sm"
    )
    listed = data_table(
        deals.items,
        deal_columns(),
        caption=_("Deals"),
        row_key=lambda deal: str(deal.id),
        row_href=lambda deal: f"/deals/{deal.id}",
        empty=empty_state(_("No deals yet"), icon="handshake"),
        id="deal",
    )
    return card(title=_("Deals"), action=create, flush=True)[listed]


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
