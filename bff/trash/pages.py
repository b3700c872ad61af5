"""What was deleted: by whom, when, and the way back."""

from collections.abc import Callable
from functools import partial
from typing import Final
from uuid import UUID

from htpy import Node

from bff.gateway.trash import TrashedView, TrashPage, TrashType
from bff.html import Html
from bff.i18n import gettext as _
from bff.i18n import moment
from bff.listing import BULK, listed
from bff.lists import list_page
from bff.trash.queries import TrashQuery
from bff.visit import Visit
from ui_components.avatar import person
from ui_components.button import button
from ui_components.empty import empty_state
from ui_components.field import search_input
from ui_components.filter_bar import filter_bar
from ui_components.html import Tag, markup
from ui_components.layout import page_header
from ui_components.table import Column

TABLE: Final = "trash"


def trash_page(visit: Visit, query: TrashQuery, found: TrashPage) -> Html:
    return list_page(
        visit,
        query,
        found,
        trash_list(visit, query, found),
        title=_("Trash"),
        head=page_header(
            _("Trash"), description=_("What is deleted stays here until it is restored.")
        ),
        filters=partial(filters, query),
        bulk=query.path,
        actions=restore_selected(),
        parents=[(name_of(query.entity_type), query.list_path)],
    )


def filters(query: TrashQuery, count: str) -> Tag:
    return filter_bar(
        action=query.path,
        target=f"#{TABLE}",
        label=_("Find in the trash"),
        submit_label=_("Apply"),
        summary=count,
    )[
        search_input(
            "search",
            _("Search the trash"),
            value=query.search,
            placeholder=_("Search the trash"),
            hotkey="/",
        )
    ]


def trash_list(visit: Visit, query: TrashQuery, found: TrashPage) -> Tag:
    return listed(
        visit,
        query,
        found,
        columns(visit, query.entity_type),
        id=TABLE,
        caption=_("Trash"),
        key=lambda row: row.id,
        href=page_of(query.entity_type),
        label=lambda row: row.title,
        empty=nothing(query),
        row_id="trashed",
        topics=(query.entity_type, "import"),
    )


def columns(visit: Visit, entity_type: TrashType) -> list[Column[TrashedView]]:
    def way_back(row: TrashedView) -> Node:
        is_theirs = entity_type is TrashType.TASK or visit.may_change(row.owner_id)
        return restore_one(visit, row.id) if is_theirs else ""

    return [
        Column(header=_("Name"), cell=lambda row: markup(person(row.title, detail=row.subtitle))),
        Column(header=_("Owner"), cell=lambda row: row.owner_name, shown_from="lg"),
        Column(
            header=_("Deleted by"),
            cell=lambda row: row.deleted_by_name or _("The system"),
            shown_from="sm",
            aside=True,
        ),
        Column(
            header=_("Deleted"),
            cell=lambda row: moment(row.deleted_at),
            quiet=True,
            shown_from="md",
            aside=True,
        ),
        Column(header=_("Restore"), cell=way_back, align="end", hide_header=True, shown_from="sm"),
    ]


def restore_one(visit: Visit, record: UUID) -> Tag:
    """Whatever else is ticked, this one alone."""
    return button(
        type="submit",
        variant="outline",
        size="sm",
        icon="archive-restore",
        disabled=visit.is_stale,
        attrs={"form": BULK, "name": "only", "value": str(record)},
    )[_("Restore")]


def restore_selected() -> Tag:
    return button(type="submit", size="sm", icon="archive-restore")[_("Restore")]


def nothing(query: TrashQuery) -> Tag:
    if query.is_filtered:
        return empty_state(_("Nothing found"), text=_("Try fewer letters."), icon="search")
    return empty_state(
        _("The trash is empty"),
        text=_("What is deleted can be brought back from here."),
        icon="trash-2",
    )


def name_of(entity_type: TrashType) -> str:
    return {
        TrashType.CLIENT: _("Clients"),
        TrashType.DEAL: _("Deals"),
        TrashType.TASK: _("Tasks"),
    }[entity_type]


def page_of(entity_type: TrashType) -> Callable[[TrashedView], str]:
    return lambda row: f"/{entity_type}s/{row.id}"
