"""What the board and the list are narrowed by, and the way from one to the other."""

from typing import Final
from uuid import UUID

from htpy import Node

from bff.deals.queries import BOARD, LIST, BoardQuery, DealQuery, address_of
from bff.gateway.clients import ClientPage, ClientView
from bff.html import Html
from bff.i18n import gettext as _
from bff.owners import People, owner_filter
from bff.paging import and_more
from bff.shell import fragment, page
from bff.visit import Visit
from ui_components import html as h
from ui_components import hx
from ui_components.button import button
from ui_components.date_field import date_field
from ui_components.empty import empty_state
from ui_components.field import hidden_inputs, search_input
from ui_components.filter_bar import chosen, filter_bar, more_filters
from ui_components.form import form as form_element
from ui_components.html import Tag
from ui_components.layout import narrow, page_header, quiet, stack
from ui_components.menu import menu_link, opens_menu
from ui_components.number import number_field
from ui_components.segmented import View, segmented

PICKER: Final = "client-picker"
FOUND: Final = "client-picker-found"
PICK: Final = "/deals/pick-client/"


async def filter_client(visit: Visit, client: UUID | None) -> ClientView | None:
    """Only a whole page has the filter, and its client's name."""
    return await client_of(visit, None if visit.htmx.wants_part else client)


async def client_of(visit: Visit, client: UUID | None) -> ClientView | None:
    return await visit.clients.one(client) if client else None


def deal_filters(
    query: DealQuery,
    users: People,
    client: ClientView | None,
    *,
    action: str,
    target: str,
    more: Node = None,
    summary: Node = None,
    aside: Node = None,
) -> Tag:
    bar = filter_bar(
        action=action,
        target=target,
        label=_("Filter deals"),
        submit_label=_("Apply"),
        summary=summary,
        aside=aside,
    )[
        search_input(
            "search",
            _("Search deals"),
            value=query.search,
            placeholder=_("Title or number"),
            hotkey="/",
        ),
        owner_filter(users, query.owner, me=True),
        more,
        of_client(query, client) if client else pick_button(),
        rare_filters(query),
    ]
    return h.div[bar, None if client else client_picker(query)]


def of_client(query: DealQuery, client: ClientView) -> Node:
    return [
        hidden_inputs({"client": str(client.id)}),
        chosen(client.name, href=query.of_client(None).url, remove_label=_("Deals of all clients")),
    ]


def rare_filters(query: DealQuery) -> Tag:
    return more_filters(label=_("More"), count=query.rarely)[
        number_field("amount_min", _("Amount from"), value=query.amount_min, min=0, step="any"),
        number_field("amount_max", _("Amount to"), value=query.amount_max, min=0, step="any"),
        date_field("close_from", _("Expected close from"), value=query.close_from),
        date_field("close_to", _("Expected close to"), value=query.close_to),
    ]


def pick_button() -> Tag:
    return button(variant="outline", icon="users", attrs=opens_menu(PICKER))[_("Client")]


def client_picker(query: DealQuery) -> Tag:
    """Beside the bar, for a form cannot stand in a form. Without scripts it is a page."""
    return h.div(class_="menu more-filters", id=PICKER, popover="auto")[
        picker_form(query, "", id="picker-search"), h.div(id=FOUND)
    ]


def picker_form(query: DealQuery, search: str, *, id: str) -> Tag:
    request = hx.request(
        "get",
        PICK,
        target=f"#{FOUND}",
        swap="innerHTML",
        trigger="submit, input delay:200ms",
        sync="replace",
    )
    return form_element(action=PICK, method="get", hidden={"back": query.url}, hx=request)[
        search_input(
            "search",
            _("Search clients"),
            value=search,
            placeholder=_("Name, company, e-mail or phone"),
            id=id,
            attrs={"autofocus": True},
        )
    ]


def picked(visit: Visit, query: DealQuery, search: str, found: ClientPage) -> Html:
    """The clients that were found, each a way back to the deals of that one."""
    more = and_more(len(found.items), found.total)
    listed = [
        [menu_link(known_as(one), href=query.of_client(one.id).url) for one in found.items]
        or empty_state(_("No clients found"), icon="search"),
        more and quiet(small=True)[more],
    ]
    if visit.htmx.wants_part:
        return fragment(visit, h.div[listed])
    content = narrow[
        page_header(_("Deals of which client?")),
        stack[picker_form(query, search, id="page-search"), h.div(id=FOUND)[listed]],
    ]
    return page(visit, title=_("Deals of which client?"), content=content)


def known_as(client: ClientView) -> str:
    return " · ".join(filter(None, (client.name, client.company)))


def pages_of_deals(query: DealQuery) -> Tag:
    """The board and the list of the same deals."""
    is_board = isinstance(query, BoardQuery)
    pages = [
        View(
            label=_("Board"),
            href=address_of(BOARD, query),
            icon="square-kanban",
            current=is_board,
        ),
        View(label=_("List"), href=address_of(LIST, query), icon="list", current=not is_board),
    ]
    return h.div(id="deal-pages")[segmented(pages, label=_("Board or list"))]
