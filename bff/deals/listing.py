"""The deals as a table: the board's filters, and by status."""

from collections.abc import Sequence
from typing import Final

from bff.deals.filters import deal_filters, views
from bff.deals.queries import LIST, TRASH, ListQuery, after, before
from bff.editor import editor_button
from bff.gateway.accounts import UserView
from bff.gateway.clients import ClientView
from bff.gateway.deals import DealPage, DealStatus, DealView
from bff.html import Html
from bff.i18n import day, money, ngettext, number
from bff.i18n import gettext as _
from bff.shell import page
from bff.upkeep import next_step, rot
from bff.visit import Visit
from bff.words import status_badge, status_name
from ui_components import html as h
from ui_components import hx
from ui_components.button import link_button
from ui_components.empty import empty_state
from ui_components.field import Option, select_input
from ui_components.html import Attrs, Tag
from ui_components.layout import page_header, row, stack
from ui_components.live import follows
from ui_components.pagination import pagination
from ui_components.table import Column, data_table

TABLE: Final = "deals"


def deals_page(
    visit: Visit,
    query: ListQuery,
    found: DealPage,
    users: Sequence[UserView],
    client: ClientView | None,
) -> Html:
    listed = deal_list(visit, query, found)
    count = summary(query.offset, found)
    shown = views(query)
    content = [
        page_header(
            _("Deals"),
            actions=[
                shown,
                link_button(href=TRASH, variant="outline", icon="trash-2")[_("Trash")],
                editor_button(visit, _("New deal"), href="/deals/new/", icon="plus"),
            ],
        ),
        deal_filters(
            query,
            users,
            client,
            action=LIST,
            target=f"#{TABLE}",
            more=status_filter(query),
            summary=count,
        ),
        listed,
    ]
    return page(
        visit,
        title=_("Deals"),
        content=content,
        part=(
            listed,
            hx.partial("#filters-summary")[count],
            hx.replacing("#deal-views", shown),
        ),
        address=query.url,
    )


def status_filter(query: ListQuery) -> Tag:
    options = [Option(status.value, status_name(status)) for status in DealStatus]
    return select_input(
        "status", _("Status"), options, value=query.status or "", empty=_("Any status")
    )


def deal_list(visit: Visit, query: ListQuery, found: DealPage) -> Tag:
    """What search, sorting and paging swap. Its sort order belongs to the form above it."""
    return stack(id=TABLE, attrs=follows("deal", "import"))[
        h.input(type="hidden", name="sort", value=query.sort, form="filters"),
        data_table(
            found.items,
            columns(visit),
            caption=_("Deals"),
            row_key=lambda deal: str(deal.id),
            row_href=lambda deal: f"/deals/{deal.id}",
            sort=query.shown_sort,
            sort_href=query.sorted_by,
            hx=swaps_list,
            empty=nothing(visit, query),
            id="deal",
        ),
        pages(query, found),
    ]


def columns(visit: Visit) -> list[Column[DealView]]:
    return [
        Column(header=_("Title"), cell=lambda deal: deal.title, sort="title"),
        Column(header=_("Client"), cell=lambda deal: deal.client_name, shown_from="sm"),
        Column(
            header=_("Amount"),
            cell=lambda deal: money(deal.amount, deal.currency),
            sort="amount",
            align="end",
        ),
        Column(header=_("Status"), cell=lambda deal: status_badge(deal.status), shown_from="sm"),
        Column(
            header=_("Next step"),
            cell=lambda deal: row[next_step(deal), rot(visit, deal)],
            shown_from="md",
        ),
        Column(header=_("Owner"), cell=lambda deal: deal.owner_name, shown_from="lg"),
        Column(
            header=_("Expected close"),
            cell=lambda deal: day(deal.expected_close_date),
            sort="expected_close_date",
            quiet=True,
            align="end",
            shown_from="md",
        ),
    ]


def swaps_list(href: str) -> Attrs:
    return hx.request(
        "get", href, target=f"#{TABLE}", swap="outerMorph", push_url=True, show="body"
    )


def pages(query: ListQuery, found: DealPage) -> Tag | None:
    previous, next = before(query), after(query, found)
    if previous is None and next is None:
        return None
    return pagination(
        summary=summary(query.offset, found),
        previous=previous,
        next=next,
        hx=swaps_list,
        label=_("Pages"),
        previous_label=_("Previous"),
        next_label=_("Next"),
    )


def summary(offset: int, found: DealPage) -> str:
    if not found.items:
        return ""
    first, last = number(offset + 1), number(offset + len(found.items))
    if not found.total_is_exact:
        text = _("{first}–{last} of more than {total}")
    else:
        text = ngettext("{first}–{last} of {total}", "{first}–{last} of {total}", found.total)
    return text.format(first=first, last=last, total=number(found.total))


def nothing(visit: Visit, query: ListQuery) -> Tag:
    if query.is_filtered:
        return empty_state(
            _("No deals found"),
            text=_("Try fewer letters or fewer filters."),
            icon="search",
            action=link_button(href=LIST, variant="outline")[_("All deals")],
        )
    return empty_state(
        _("No deals yet"),
        text=_("Add the first one, or import them from a file."),
        icon="handshake",
        action=editor_button(visit, _("New deal"), href="/deals/new/", icon="plus"),
    )
