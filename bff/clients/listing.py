"""The list of clients."""

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Final

from markupsafe import Markup

from bff.clients.queries import LIST, ClientQuery
from bff.columns import picker, shown
from bff.editor import editor_button
from bff.gateway.clients import ClientPage, ClientView
from bff.gateway.exports import ExportEntity
from bff.gateway.views import ListPage, SavedViewView
from bff.giving import giving_and_deleting
from bff.html import Html
from bff.i18n import day_of
from bff.i18n import gettext as _
from bff.listing import listed
from bff.lists import EXPORT, export_of, list_head, list_page, nothing
from bff.people import NOBODY, People
from bff.person_choice import owner_filter
from bff.tabs import view_bar
from bff.visit import Visit
from ui_components.avatar import person
from ui_components.bulk_bar import bulk_choice
from ui_components.field import Option, search_input, select_input, text_field
from ui_components.filter_bar import filter_bar
from ui_components.html import Tag, markup
from ui_components.table import Column

TABLE: Final = "clients"
SPANS: Final = (7, 30, 90, 365)  # days


def clients_page(
    visit: Visit,
    query: ClientQuery,
    found: ClientPage,
    users: People,
    views: Sequence[SavedViewView],
) -> Html:
    export = export_of(visit, ExportEntity.CLIENTS, query.filters(visit), found)
    return list_page(
        visit,
        query,
        found,
        client_list(visit, query, found),
        title=_("Clients"),
        head=[
            list_head(query, _("Clients"), export, new_client(visit)),
            view_bar(visit, ListPage.CLIENTS, query, views, mine="owner"),
        ],
        filters=partial(filters, visit, query, users),
        bulk=f"{LIST}bulk/",
        actions=bulk_actions(users if visit.is_admin else NOBODY),
        also={EXPORT: export},
    )


def new_client(visit: Visit) -> Tag:
    return editor_button(visit, _("New client"), href=f"{LIST}new/", icon="plus")


def filters(visit: Visit, query: ClientQuery, users: People, count: str) -> Tag:
    return filter_bar(
        action=LIST,
        target=f"#{TABLE}",
        label=_("Find clients"),
        submit_label=_("Apply"),
        summary=count,
        aside=picker(visit, query, columns()),
    )[
        search_input(
            "search",
            _("Search clients"),
            value=query.search,
            placeholder=_("Name, company, e-mail or phone"),
            hotkey="/",
        ),
        owner_filter(users, query.owner, me=True),
        select_input(
            "created_within",
            _("Created"),
            [Option(str(days), span_name(days)) for days in SPANS],
            value=str(query.created_within or ""),
            empty=_("Created at any time"),
        ),
        select_input(
            "open_deals",
            _("Open deals"),
            [Option("true", _("With open deals")), Option("false", _("Without open deals"))],
            value="" if query.open_deals is None else str(query.open_deals).lower(),
            empty=_("With or without deals"),
        ),
    ]


def span_name(days: int) -> str:
    return {
        7: _("In the last 7 days"),
        30: _("In the last 30 days"),
        90: _("In the last 90 days"),
        365: _("In the last year"),
    }[days]


def client_list(visit: Visit, query: ClientQuery, found: ClientPage) -> Tag:
    return listed(
        visit,
        query,
        found,
        shown(visit, query, columns()),
        id=TABLE,
        caption=_("Clients"),
        key=lambda client: client.id,
        href=lambda client: f"{LIST}{client.id}",
        label=lambda client: client.name,
        empty=nothing(
            query,
            found=_("No clients found"),
            everything=_("Show all clients"),
            yet=_("No clients yet"),
            icon="users",
            new=new_client(visit),
        ),
        row_id="client",
        topics=("client", "import"),
    )


def columns() -> list[Column[ClientView]]:
    return [
        Column(header=_("Name"), cell=who, sort="name"),
        Column(
            key="company",
            header=_("Company"),
            cell=lambda client: client.company,
            sort="company",
            shown_from="sm",
            aside=True,
        ),
        Column(key="phone", header=_("Phone"), cell=lambda client: client.phone, shown_from="md"),
        Column(
            key="owner_name",
            header=_("Owner"),
            cell=lambda client: client.owner_name,
            shown_from="lg",
        ),
        Column(
            key="created_at",
            header=_("Created"),
            cell=lambda client: day_of(client.created_at),
            sort="created_at",
            quiet=True,
            usual=False,
            shown_from="md",
            align="end",
        ),
        Column(
            key="updated_at",
            header=_("Updated"),
            cell=lambda client: day_of(client.updated_at),
            sort="updated_at",
            quiet=True,
            shown_from="lg",
            aside=True,
            align="end",
        ),
        Column(
            key="notes",
            header=_("Notes"),
            cell=lambda client: client.notes,
            quiet=True,
            usual=False,
            shown_from="md",
        ),
    ]


def who(client: ClientView) -> Markup:
    return drawn(client.name, client.email)


@lru_cache(maxsize=4096)  # keyed by all that it shows, so it cannot be out of date
def drawn(name: str, email: str | None) -> Markup:
    return markup(person(name, detail=email, size="default"))


def bulk_actions(owners: People) -> list[Tag]:
    company = text_field("company", _("Company"), autocomplete="off", id="bulk-company-name")
    rename = bulk_choice(
        id="bulk-company",
        label=_("Company"),
        icon="building-2",
        submit_label=_("Change company"),
        value="company",
    )
    return giving_and_deleting(owners, rename[company])
