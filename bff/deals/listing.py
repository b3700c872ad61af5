"""The deals as a table: the board's filters, and by status."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from bff.columns import picker, shown
from bff.deals.filters import deal_filters, pages_of_deals
from bff.deals.queries import LIST, DealQuery
from bff.editor import editor_button
from bff.gateway.clients import ClientView
from bff.gateway.deals import DealPage, DealStatus, DealView
from bff.gateway.exports import ExportEntity
from bff.gateway.views import ListPage, SavedViewView
from bff.giving import giving_and_deleting
from bff.html import Html
from bff.i18n import day, day_of, money
from bff.i18n import gettext as _
from bff.listing import listed
from bff.lists import EXPORT, export_of, list_head, list_page, nothing
from bff.people import NOBODY, People
from bff.records import MERGES
from bff.tabs import view_bar
from bff.upkeep import next_step, rot
from bff.visit import Visit
from bff.words import status_badge, status_name
from ui_components.bulk_bar import bulk_choice
from ui_components.field import Option, select_input
from ui_components.html import Tag
from ui_components.layout import row
from ui_components.table import Column

TABLE: Final = "deals"


def deals_page(
    visit: Visit,
    query: DealQuery,
    found: DealPage,
    users: People,
    views: Sequence[SavedViewView],
    client: ClientView | None,
) -> Html:
    export = export_of(visit, ExportEntity.DEALS, query.filters(visit), found)
    both = pages_of_deals(query)
    return list_page(
        visit,
        query,
        found,
        deal_list(visit, query, found),
        title=_("Deals"),
        head=[
            list_head(query, _("Deals"), export, new_deal(visit), beside=both),
            view_bar(visit, ListPage.DEALS, query, views, mine="owner"),
        ],
        filters=partial(filters, visit, query, users, client),
        bulk=f"{LIST}bulk/",
        actions=bulk_actions(users if visit.is_admin else NOBODY),
        also={EXPORT: export, "deal-pages": both},
    )


def new_deal(visit: Visit) -> Tag:
    return editor_button(visit, _("New deal"), href=f"{LIST}new/", icon="plus")


def filters(
    visit: Visit,
    query: DealQuery,
    users: People,
    client: ClientView | None,
    count: str,
) -> Tag:
    return deal_filters(
        query,
        users,
        client,
        action=LIST,
        target=f"#{TABLE}",
        more=status_filter(query),
        summary=count,
        aside=picker(visit, query, columns(visit)),
    )


def status_filter(query: DealQuery) -> Tag:
    return select_input(
        "status", _("Status"), statuses(), value=query.status or "", empty=_("Any status")
    )


def statuses() -> list[Option]:
    return [Option(status.value, status_name(status)) for status in DealStatus]


def deal_list(visit: Visit, query: DealQuery, found: DealPage) -> Tag:
    return listed(
        visit,
        query,
        found,
        shown(visit, query, columns(visit)),
        id=TABLE,
        caption=_("Deals"),
        key=lambda deal: deal.id,
        href=lambda deal: f"{LIST}{deal.id}",
        label=lambda deal: deal.title,
        empty=nothing(
            query,
            found=_("No deals found"),
            everything=_("All deals"),
            yet=_("No deals yet"),
            icon="handshake",
            new=new_deal(visit),
        ),
        row_id="deal",
        topics=("deal", "task", "import", *MERGES),
    )


def columns(visit: Visit) -> list[Column[DealView]]:
    return [
        Column(header=_("Title"), cell=lambda deal: deal.title, sort="title"),
        Column(
            key="client_name",
            header=_("Client"),
            cell=lambda deal: deal.client_name,
            shown_from="sm",
            aside=True,
        ),
        Column(
            key="amount",
            header=_("Amount"),
            cell=lambda deal: money(deal.amount, deal.currency),
            sort="amount",
            align="end",
            aside=True,
        ),
        Column(
            key="status",
            header=_("Status"),
            cell=lambda deal: status_badge(deal.status),
            shown_from="sm",
        ),
        Column(
            key="next_task_due",
            header=_("Next step"),
            cell=lambda deal: row[next_step(deal), rot(visit, deal)],
            shown_from="md",
        ),
        Column(
            key="owner_name",
            header=_("Owner"),
            cell=lambda deal: deal.owner_name,
            shown_from="lg",
        ),
        Column(
            key="expected_close_date",
            header=_("Expected close"),
            cell=lambda deal: day(deal.expected_close_date),
            sort="expected_close_date",
            quiet=True,
            align="end",
            shown_from="md",
        ),
        *rare_columns(),
    ]


def rare_columns() -> list[Column[DealView]]:
    return [
        Column(
            key="stage_since",
            header=_("In this stage since"),
            cell=lambda deal: day_of(deal.stage_since),
            quiet=True,
            usual=False,
            align="end",
            shown_from="md",
        ),
        Column(
            key="updated_at",
            header=_("Updated"),
            cell=lambda deal: day_of(deal.updated_at),
            sort="updated_at",
            quiet=True,
            usual=False,
            align="end",
            shown_from="md",
        ),
    ]


def bulk_actions(owners: People) -> list[Tag]:
    where = select_input(
        "status", _("Status"), statuses(), empty=_("Choose…"), id="bulk-status-name"
    )
    move = bulk_choice(
        id="bulk-status",
        label=_("Status"),
        icon="move",
        submit_label=_("Change status"),
        value="status",
    )
    return giving_and_deleting(owners, move[where])
