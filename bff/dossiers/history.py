"""What happened to a client, by days: all of it, what people wrote, or what was changed."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from htpy import Node
from msgspec import Meta, Struct

from bff.dossiers.notes import note_form
from bff.editor import post_button
from bff.forms import Form
from bff.gateway.activity import ActivityPage, ActivityView, Only
from bff.gateway.clients import ClientView
from bff.history import days
from bff.i18n import date_of
from bff.i18n import gettext as _
from bff.urls import with_query
from bff.visit import Visit
from ui_components import hx
from ui_components.button import link_button
from ui_components.card import card
from ui_components.html import Attrs, Tag
from ui_components.layout import quiet, row, stack
from ui_components.segmented import View, segmented
from ui_components.timeline import timeline_days

HISTORY: Final = "history"
LIST: Final = "history-list"
MORE: Final = "history-more"


class HistoryQuery(Struct, frozen=True):
    """``after`` is the day that the page before ended with."""

    only: Only | None = None
    cursor: Annotated[str, Meta(max_length=4000)] = ""
    after: date | None = None

    @property
    def limit(self) -> int:
        """The first page is short: it stands below everything else."""
        return 50 if self.cursor else 20

    def url(self, client_id: UUID) -> str:
        after = self.after.isoformat() if self.after else None
        path = f"/clients/{client_id}"
        return with_query(path, only=self.only, cursor=self.cursor, after=after)


def history_card(
    visit: Visit, client: ClientView, query: HistoryQuery, log: ActivityPage, note: Form | None
) -> Tag:
    """Without a ``note`` none can be written here."""
    return card(title=_("History"), id=HISTORY)[
        stack(gap="lg")[
            note_form(visit, client.id, note) if note else None,
            history_list(visit, client, query, log),
        ]
    ]


def history_list(visit: Visit, client: ClientView, query: HistoryQuery, log: ActivityPage) -> Tag:
    return stack(id=LIST)[
        row[segmented(views(client, query), label=_("What is shown"))],
        entries(visit, client, query, log),
    ]


def views(client: ClientView, query: HistoryQuery) -> list[View]:
    known = {
        _("All"): HistoryQuery(),
        _("Notes"): HistoryQuery(only="notes"),
        _("Changes"): HistoryQuery(only="changes"),
    }
    return [
        View(
            label=label,
            href=f"{shown.url(client.id)}#{HISTORY}",
            current=query.only == shown.only,
            hx=swaps_list(shown.url(client.id)),
        )
        for label, shown in known.items()
    ]


def swaps_list(url: str) -> Attrs:
    return hx.request("get", url, target=f"#{LIST}", swap="outerMorph")


def entries(visit: Visit, client: ClientView, query: HistoryQuery, log: ActivityPage) -> list[Tag]:
    """The list's own, or what comes below it when more of it is asked for."""
    if not log.items:
        wrote_none = query.only == "notes" and not query.cursor
        none = _("Nobody has written a note yet.") if wrote_none else _("Nothing more.")
        return [quiet[none]]

    def action(entry: ActivityView) -> Node:
        return undo_merge(visit, client, entry) if entry.action == "merged" else None

    shown = days(log, after=query.after, action=action)
    is_more = bool(query.cursor)
    earlier = [more(client, query, log)] if log.next_cursor else []
    return [*timeline_days(shown, label=_("History"), focused=is_more), *earlier]


def more(client: ClientView, query: HistoryQuery, log: ActivityPage) -> Tag:
    last = date_of(log.items[-1].created_at)
    url = HistoryQuery(query.only, log.next_cursor or "", last).url(client.id)
    swap = hx.request("get", url, target=f"#{MORE}", swap="outerHTML")
    return row(id=MORE)[
        link_button(href=f"{url}#{HISTORY}", variant="outline", size="sm", hx=swap)[
            _("Show earlier")
        ]
    ]


def undo_merge(visit: Visit, client: ClientView, entry: ActivityView) -> Tag | None:
    """Of a merge into this client; what was merged into the other one before is undone there."""
    if entry.entity_uuid != client.id or not visit.may_change(client.owner_id):
        return None
    action = f"/clients/{client.id}/merge/{entry.id}/undo/"
    return row[
        post_button(visit, _("Undo the merge"), action=action, icon="history", hidden={}, size="xs")
    ]
