"""What the search has found: in the palette, and on a page of its own."""

from typing import Final

from bff.gateway.search import Hit
from bff.html import Html
from bff.i18n import gettext as _
from bff.i18n import ngettext, number
from bff.palette import PAGE, commands, palette_texts
from bff.records import ICONS, kind_name, url_of
from bff.search.finding import Found
from bff.search.queries import SearchQuery
from bff.shell import navigation, page
from bff.urls import with_query
from bff.visit import Visit
from ui_components.command_palette import Command, CommandGroup, command_options
from ui_components.empty import empty_state
from ui_components.field import search_input
from ui_components.filter_bar import filter_bar
from ui_components.html import Tag
from ui_components.layout import page_header, stack
from ui_components.live import follows
from ui_components.table import Column, data_table

ID: Final = "found"


def options_part(query: SearchQuery, found: Found, lately: list[Hit]) -> Html:
    """Commands first, then records, then the way to all that was found; before anything is typed,
    what one may want to go on with.
    """
    records = CommandGroup(label=_("Records"), commands=[command(hit) for hit in found.hits])
    recent = CommandGroup(label=_("Worked on lately"), commands=[command(hit) for hit in lately])
    every = Command(
        id="all",
        label=_("All results for “{words}”").format(words=query.words),
        icon="search",
        href=with_query(PAGE, q=query.words),
    )
    more = CommandGroup(label=_("Search"), commands=[every] if query.words else [])
    groups = [recent, *commands(navigation(""), query.words), records, more]
    return Html(
        command_options(
            groups,
            label=palette_texts().title,
            status=_("The server cannot be reached.") if found.is_away else count(found),
        )
    )


def command(hit: Hit) -> Command:
    return Command(
        id=f"{hit.type}-{hit.id}",
        label=hit.title,
        icon=ICONS.get(hit.type, "search"),
        href=url_of(hit.type, hit.id),
        detail=hit.subtitle or kind_name(hit.type),
    )


def search_page(visit: Visit, query: SearchQuery, found: Found) -> Html:
    listed = stack(id=ID, attrs=follows("client", "deal", "task"))[results(query, found)]
    content = [
        page_header(_("Search")),
        filter_bar(action=PAGE, target=f"#{ID}", label=_("Search"), submit_label=_("Search"))[
            search_input(
                "q", _("Search"), value=query.q, placeholder=_("Client, deal or task"), hotkey="/"
            )
        ],
        listed,
    ]
    address = with_query(PAGE, q=query.q)
    return page(visit, title=_("Search"), content=content, part=[listed], address=address)


def results(query: SearchQuery, found: Found) -> Tag:
    if found.is_away:
        return empty_state(
            _("The server cannot be reached"), text=_("Try again in a moment."), icon="cloud-off"
        )
    if not query.words:
        return empty_state(_("What are you looking for?"), icon="search")
    if not found.hits:
        return empty_state(_("Nothing found"), text=_("Try fewer letters."), icon="search")
    return data_table(
        found.hits,
        [
            Column(header=_("Name"), cell=lambda hit: hit.title),
            Column(header=_("Kind"), cell=lambda hit: kind_name(hit.type), aside=True),
            Column(header=_("Details"), cell=lambda hit: hit.subtitle, quiet=True, aside=True),
        ],
        caption=_("Search"),
        row_key=lambda hit: str(hit.id),
        row_href=lambda hit: url_of(hit.type, hit.id) or PAGE,
        id="hit",
    )


def count(found: Found) -> str:
    text = ngettext("{count} record found", "{count} records found", len(found.hits))
    return text.format(count=number(len(found.hits)))
