"""What happened, to everything or to some of it, and what of that can be taken back."""

from datetime import date
from typing import Final

from htpy import Node

from bff.activity.queries import FEED, FeedQuery, Since
from bff.editor import post_button
from bff.gateway.accounts import Role
from bff.gateway.activity import ActivityPage, ActivityView
from bff.history import days
from bff.html import Html
from bff.i18n import gettext as _
from bff.i18n import ngettext, number
from bff.people import People, Wanted
from bff.person_choice import person_input
from bff.records import kind_name, record_name
from bff.shell import fragment, page
from bff.visit import Visit
from ui_components import hx
from ui_components.button import link_button
from ui_components.empty import empty_state
from ui_components.field import Option, hidden_inputs, select_input
from ui_components.filter_bar import filter_bar
from ui_components.html import NO_ATTRS, Tag
from ui_components.layout import page_header, row, stack
from ui_components.live import follows, live_news
from ui_components.timeline import timeline_days

ID: Final = "feed"
MORE: Final = "feed-more"
NEWS: Final = "feed-news"
KINDS: Final = ("client", "deal", "task", "user", "import", "export", "token", "webhook")
UNDOABLE: Final = {
    "client": frozenset({"created", "updated", "deleted", "restored"}),
    "deal": frozenset({"created", "updated", "moved", "deleted", "restored"}),
    "task": frozenset({"created", "updated", "completed", "reopened", "deleted", "restored"}),
}


def feed_page(visit: Visit, query: FeedQuery, found: ActivityPage, users: People) -> Html:
    if visit.htmx.target == MORE:
        return fragment(visit, *entries(visit, query, found))
    feed = stack(id=ID)[news(query, found), entries(visit, query, found)]
    content = [
        page_header(_("Activity"), description=about(query, found)),
        filter_bar(
            action=FEED, target=f"#{ID}", label=_("Filter activity"), submit_label=_("Apply")
        )[filters(query, users)],
        feed,
    ]
    return page(visit, title=_("Activity"), content=content, part=[feed], address=query.url)


def filters(query: FeedQuery, users: People) -> list[Node]:
    kinds = [Option(kind, kind_name(kind)) for kind in KINDS]
    times = [
        Option(Since.TODAY, _("Today")),
        Option(Since.WEEK, _("Last 7 days")),
        Option(Since.MONTH, _("Last 30 days")),
    ]
    kept = hidden_inputs({"record": str(query.record)}) if query.record else []
    return [
        kept,
        select_input("kind", _("Kind"), kinds, value=query.kind or "", empty=_("Everything")),
        person_input(
            users,
            Wanted("person"),
            _("Person"),
            value=str(query.person or ""),
            empty=_("Everybody"),
        ),
        select_input("since", _("Time"), times, value=query.since or "", empty=_("Any time")),
    ]


def about(query: FeedQuery, found: ActivityPage) -> Node:
    """Of one record only: which one, and the way back to all."""
    if query.record is None:
        return None
    name = record_name(found.items[0]) if found.items else _("one record")
    back = link_button(href=query.everything.url, variant="link", size="sm")[_("Show everything")]
    return [_("Only {name}.").format(name=name), " ", back]


def entries(visit: Visit, query: FeedQuery, found: ActivityPage) -> list[Tag]:
    """The feed's own, or what comes below it when more of it is asked for."""
    if not found.items:
        return [nothing(query)]
    after = date.fromisoformat(query.after) if query.after else None
    shown = days(found, after=after, action=lambda entry: undo(visit, entry), is_named=True)
    more = [earlier(query.older(found))] if found.next_cursor else []
    listed = timeline_days(shown, label=_("Activity"), focused=bool(query.cursor), level=2)
    return [*listed, *more]


def earlier(url: str) -> Tag:
    swap = hx.request("get", url, target=f"#{MORE}", swap="outerHTML")
    return row(id=MORE)[
        link_button(href=url, variant="outline", size="sm", hx=swap)[_("Show earlier")]
    ]


def undo(visit: Visit, entry: ActivityView) -> Tag | None:
    """Where it is worth a try: whether anything has changed since, the API knows."""
    is_theirs = visit.user.role == Role.ADMIN or entry.user_id == visit.user.id
    if not is_theirs or entry.action not in UNDOABLE.get(entry.entity_type, ()):
        return None
    return row[
        post_button(
            visit,
            _("Undo"),
            action=f"/activity/{entry.id}/undo/",
            icon="history",
            hidden={"next": visit.here},
            variant="ghost",
            size="xs",
        )
    ]


def nothing(query: FeedQuery) -> Tag:
    if query.cursor:
        return empty_state(_("That was all."), icon="activity")
    if query.is_filtered:
        return empty_state(
            _("Nothing like that has happened"), text=_("Try fewer filters."), icon="search"
        )
    return empty_state(_("Nothing has happened yet."), icon="activity")


def news(query: FeedQuery, found: ActivityPage) -> Tag:
    """Asks, whenever anything happens, how much of it belongs to this feed."""
    newest = str(found.items[0].id) if found.items else ""
    url = query.at("/activity/news/", newest=newest)
    return live_news(id=NEWS, attrs=NO_ATTRS if query.cursor else follows("*", url=url))[None]


def news_part(query: FeedQuery, found: ActivityPage) -> Html:
    """The same place, with the way to what is new."""
    newest = query.newest
    count = sum(newest is None or entry.id > newest for entry in found.items)
    url = query.at("/activity/news/", newest=str(newest or ""))
    text = ngettext("{count} new", "{count} new", count)
    told = text.format(
        count=f"{number(count)}+" if count == len(found.items) > 1 else number(count)
    )
    shows = hx.request("get", query.url, target=f"#{ID}", swap="outerMorph", show="body")
    button = link_button(href=query.url, variant="outline", size="sm", icon="arrow-up", hx=shows)
    return Html(live_news(id=NEWS, attrs=follows("*", url=url))[button[told] if count else None])
