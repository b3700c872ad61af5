"""What happened to a record, by days: all of it, what people wrote, or what was changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from htpy import Node, Renderable
from msgspec import Meta, Struct

from bff.forms import Form
from bff.gateway.activity import ActivityPage, ActivityView, Only
from bff.history import days
from bff.html import Html
from bff.i18n import date_of
from bff.i18n import gettext as _
from bff.notes import blank_note, note_form
from bff.shell import fragment
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


class StoryQuery(Struct, frozen=True):
    """``after`` is the day that the page before ended with."""

    only: Only | None = None
    cursor: Annotated[str, Meta(max_length=4000)] = ""
    after: date | None = None

    @property
    def limit(self) -> int:
        """The first page is short: it stands below everything else."""
        return 50 if self.cursor else 20

    def url(self, here: str) -> str:
        after = self.after.isoformat() if self.after else None
        return with_query(here, only=self.only, cursor=self.cursor, after=after)


def nothing(_: ActivityView) -> Node:
    return None


@dataclass(frozen=True, slots=True)
class Story:
    """``here`` is the record's page, and ``action`` what can be done about an entry."""

    here: str
    query: StoryQuery
    log: ActivityPage
    action: Callable[[ActivityView], Node] = nothing


def story_card(visit: Visit, story: Story, note: Form | None) -> Tag:
    """Without a ``note`` none can be written here."""
    return card(title=_("History"), id=HISTORY)[
        stack(gap="lg")[
            note_form(visit, story.here, note) if note else None,
            story_list(story),
        ]
    ]


def story_list(story: Story) -> Tag:
    return stack(id=LIST)[
        row[segmented(views(story), label=_("What is shown"))],
        entries(story),
    ]


def views(story: Story) -> list[View]:
    known = {
        _("All"): StoryQuery(),
        _("Notes"): StoryQuery(only="notes"),
        _("Changes"): StoryQuery(only="changes"),
    }
    return [
        View(
            label=label,
            href=f"{shown.url(story.here)}#{HISTORY}",
            current=story.query.only == shown.only,
            hx=swaps_list(shown.url(story.here)),
        )
        for label, shown in known.items()
    ]


def swaps_list(url: str) -> Attrs:
    return hx.request("get", url, target=f"#{LIST}", swap="outerMorph")


def entries(story: Story) -> list[Tag]:
    """The list's own, or what comes below it when more of it is asked for."""
    query, log = story.query, story.log
    if not log.items:
        wrote_none = query.only == "notes" and not query.cursor
        none = _("Nobody has written a note yet.") if wrote_none else _("Nothing more.")
        return [quiet[none]]
    shown = days(log, after=query.after, action=story.action)
    is_more = bool(query.cursor)
    earlier = [more(story)] if log.next_cursor else []
    return [*timeline_days(shown, label=_("History"), focused=is_more), *earlier]


def more(story: Story) -> Tag:
    last = date_of(story.log.items[-1].created_at)
    url = StoryQuery(story.query.only, story.log.next_cursor or "", last).url(story.here)
    swap = hx.request("get", url, target=f"#{MORE}", swap="outerHTML")
    return row(id=MORE)[
        link_button(href=f"{url}#{HISTORY}", variant="outline", size="sm", hx=swap)[
            _("Show earlier")
        ]
    ]


def asked_for(visit: Visit, story: Story, shown: Renderable) -> Sequence[Renderable]:
    """The part of a record's page that htmx asks for: of its story, or ``shown``, all of it."""
    if visit.htmx.target == LIST:
        return [story_list(story)]
    return entries(story) if visit.htmx.target == MORE else [shown]


def retold(story: Story) -> Renderable:
    """What has happened until now, beside something else that was swapped."""
    return hx.replacing(f"#{LIST}", story_list(story))


def noted(visit: Visit, story: Story, note: Form) -> Html:
    """The form, empty again or with what is wrong, and what has happened until now."""
    if note.is_refused:
        return fragment(visit, note_form(visit, story.here, note), status_code=422)
    blank = note_form(visit, story.here, blank_note(), focused=True)
    return fragment(visit, blank, retold(story))
