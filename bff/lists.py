"""The page of a list: its head, what narrows it, its rows, and what is done with ticked ones."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import msgspec
from htpy import Node
from msgspec import Struct

from bff.bulk import bar
from bff.exporting import export_button
from bff.gateway.exports import ExportEntity
from bff.html import Html
from bff.i18n import gettext as _
from bff.listing import BULK, REACH, Found, ListQuery, reach, summary
from bff.shell import page
from bff.visit import Visit
from ui_components import hx
from ui_components.button import link_button
from ui_components.document import LIST_SCRIPTS
from ui_components.empty import empty_state
from ui_components.html import Tag
from ui_components.icons import IconName
from ui_components.layout import page_header, row

EXPORT: Final = "export"
NO_PARTS: Final[Mapping[str, Tag]] = MappingProxyType({})


def list_page(
    visit: Visit,
    query: ListQuery,
    found: Found[object],
    table: Tag,
    *,
    title: str,
    head: Node,
    filters: Callable[[str], Tag],
    bulk: str,
    actions: Node,
    also: Mapping[str, Tag] = NO_PARTS,
    parents: Sequence[tuple[str, str]] = (),
) -> Html:
    """``filters`` draws what narrows the list, told how much it finds; ``also`` are the parts of
    the ``head`` that change with it, by their ids. ``bulk`` is where ticked rows are sent.
    """
    count, scope = summary(query, found), reach(query, found)
    changed = bar(visit, id=BULK, action=bulk, reach=scope, actions=actions)
    part = (
        table,
        hx.partial("#filters-summary")[count],
        hx.replacing(f"#{REACH}", scope),
        *(hx.replacing(f"#{id}", drawn) for id, drawn in also.items()),
    )
    return page(
        visit,
        title=title,
        content=[head, filters(count), table, changed],
        part=part,
        address=query.url,
        parents=parents,
        scripts=LIST_SCRIPTS,
    )


def list_head(query: ListQuery, title: str, *actions: Node, beside: Node = None) -> Tag:
    trash = link_button(href=f"{query.path}trash/", variant="ghost", icon="trash-2")[_("Trash")]
    return page_header(title, actions=[beside, trash, *actions])


def export_of(visit: Visit, entity: ExportEntity, filters: Struct, found: Found[object]) -> Tag:
    """What the list finds, by the very filters that a bulk change would have."""
    told = msgspec.to_builtins(filters)
    exact = found.total_is_exact
    return row(id=EXPORT)[export_button(visit, entity, told, total=found.total, is_exact=exact)]


def nothing(
    query: ListQuery, *, found: str, everything: str, yet: str, icon: IconName, new: Node
) -> Tag:
    """Nothing ``found`` by these filters, or nothing there ``yet``."""
    if query.is_filtered:
        return empty_state(
            found,
            text=_("Try fewer letters or other filters."),
            icon="search",
            action=link_button(href=query.path, variant="outline")[everything],
        )
    text = _("Add the first one, or import them from a file.")
    return empty_state(yet, text=text, icon=icon, action=new)
