"""Where one subscribes to one's tasks with a calendar program."""

from typing import Final

from bff import csrf
from bff.editor import post_button
from bff.gateway.feeds import FeedView
from bff.html import Html
from bff.i18n import gettext as _
from bff.i18n import moment
from bff.shell import page
from bff.tasks.queries import CALENDAR, LIST
from bff.visit import Visit
from ui_components import html as h
from ui_components.alert import alert
from ui_components.button import button
from ui_components.card import card
from ui_components.copyable import COPY_SCRIPTS, copyable
from ui_components.dialog import confirm, opens
from ui_components.html import Tag
from ui_components.layout import narrow, page_header, quiet, row, stack

PAGE: Final = "/tasks/calendar/feed/"
REVOKE: Final = "revoke-feed"


def feed_page(visit: Visit, feed: FeedView, *, token: str | None = None) -> Html:
    title = _("Subscribe")
    content = narrow[
        page_header(
            title,
            description=_("Your open tasks as whole days in Google Calendar, Apple or Outlook."),
        ),
        card[stack[address(visit, token) if token else None, status(visit, feed)]],
    ]
    parents = [(_("Tasks"), LIST), (_("Calendar"), CALENDAR)]
    return page(visit, title=title, content=content, parents=parents, scripts=COPY_SCRIPTS)


def address(visit: Visit, token: str) -> list[Tag]:
    return [
        alert(tone="info")[
            _("Copy it now, it is shown only once. Whoever has it can read your tasks.")
        ],
        copyable(
            f"{visit.origin}/calendar/{token}.ics",
            id="feed-address",
            label=_("Address of your calendar"),
            copy_label=_("Copy"),
            copied_label=_("Copied"),
        ),
        quiet(small=True)[_("In your calendar program, choose “Add by address” and paste it.")],
    ]


def status(visit: Visit, feed: FeedView) -> list[Tag]:
    if feed.made_at is None:
        return [
            h.p[_("Nobody reads your calendar yet. Make an address and give it to your program.")],
            make_button(visit, _("Make an address")),
        ]
    since = _("There is an address since {moment}.").format(moment=moment(feed.made_at))
    return [
        h.p[since],
        quiet(small=True)[_("A new address ends the one before.")],
        row[
            make_button(visit, _("Make a new address")),
            button(variant="outline", disabled=visit.is_stale, attrs=opens(REVOKE))[_("Revoke")],
        ],
        confirm(
            id=REVOKE,
            title=_("Revoke the address?"),
            text=_("Programs that read your calendar there will no longer get it."),
            action=f"{PAGE}revoke/",
            confirm_label=_("Revoke"),
            cancel_label=_("Cancel"),
            hidden={csrf.FIELD: visit.csrf_token, "form_key": visit.form_key},
        ),
    ]


def make_button(visit: Visit, label: str) -> Tag:
    return post_button(visit, label, action=PAGE, icon="link", hidden={}, variant="primary")
