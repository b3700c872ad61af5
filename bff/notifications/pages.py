"""The inbox, and the bell that leads to it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from htpy import Node

from bff import csrf
from bff.editor import post_button
from bff.gateway.notifications import NotificationPage, NotificationType, NotificationView
from bff.html import Html
from bff.i18n import gettext as _
from bff.i18n import moment, ngettext, number
from bff.notifications.queries import INBOX, InboxQuery, Show
from bff.notifications.words import detail, sentence
from bff.records import ICONS, url_of
from bff.shell import BELL, page
from bff.snoozing import snooze_form
from bff.toasts import news
from bff.visit import Visit
from ui_components import html as h
from ui_components.button import button, link_button
from ui_components.empty import empty_state
from ui_components.field import hidden_inputs
from ui_components.html import Tag
from ui_components.icons import IconName
from ui_components.inbox import Notice, bell, notices
from ui_components.layout import page_header, row, stack
from ui_components.live import follows
from ui_components.menu import menu, opens_menu
from ui_components.pagination import pagination
from ui_components.segmented import View, segmented

ID: Final = "inbox"
RECENT: Final = timedelta(minutes=1)  # older ones are no news to a tab that was looked at elsewhere


def inbox_page(visit: Visit, query: InboxQuery, found: NotificationPage) -> Html:
    inbox = stack(id=ID, attrs=follows("notification"))[
        page_header(
            _("Notifications"),
            description=unread_words(found) if found.unread_count else None,
            actions=[
                link_button(href="/settings/notifications/", variant="ghost", icon="settings")[
                    _("Settings")
                ],
                read_all(visit, query, found.items) if found.unread_count else None,
            ],
        ),
        row[segmented(views(query), label=_("Show"))],
        notices([notice(visit, one) for one in found.items], label=_("Notifications"))
        if found.items
        else nothing(query),
        pages(query, found),
    ]
    return page(visit, title=_("Notifications"), content=inbox, part=[inbox])


def views(query: InboxQuery) -> list[View]:
    return [
        View(label=label, href=query.showing(show), current=query.show is show)
        for show, label in ((Show.UNREAD, _("Unread")), (Show.ALL, _("All")))
    ]


def read_all(visit: Visit, query: InboxQuery, shown: Sequence[NotificationView]) -> Tag | None:
    """Only what has been seen: whatever comes meanwhile stays unread."""
    if not shown or query.cursor:
        return None
    return post_button(
        visit,
        _("Mark all read"),
        action="/notifications/read/",
        icon="check",
        hidden={"until": str(shown[0].id)},
    )


def place_of(told: NotificationView) -> str | None:
    """Where it leads: to its record, or to the page that shows all it speaks of."""
    if told.type is NotificationType.DIGEST:
        return "/dashboard/"
    if "tasks" in told.payload:
        return "/today/"
    return url_of(told.entity_type, told.entity_uuid)


def actions_of(visit: Visit, told: NotificationView) -> Node:
    """What can be done where it stands."""
    if told.read_at:
        return None
    reads = post_button(
        visit,
        _("Mark read"),
        action=f"/notifications/{told.id}/read/",
        icon="check",
        hidden={"next": visit.here},
        variant="ghost",
    )
    if told.type is not NotificationType.TASK_REMINDER or "tasks" in told.payload:
        return reads
    return [*reminder_actions(visit, told), reads]


def reminder_actions(visit: Visit, told: NotificationView) -> list[Tag]:
    task, later = f"/reminders/{told.entity_uuid}", f"snooze-{told.id}"
    said = {"notice": str(told.id), "next": visit.here}
    key = {"form_key": f"{visit.form_key}-{told.id}"}
    return [
        post_button(
            visit,
            _("Complete"),
            action=f"{task}/done/",
            icon="circle-check",
            hidden=said | {"form_key": f"{visit.form_key}-{told.id}-done"},
            size="sm",
        ),
        button(
            variant="outline",
            size="sm",
            icon="calendar-clock",
            disabled=visit.is_stale,
            attrs=opens_menu(later),
        )[_("Later")],
        menu(id=later, align="end")[
            snooze_form(f"{task}/snooze/", {csrf.FIELD: visit.csrf_token} | said | key)
        ],
    ]


def notice(visit: Visit, told: NotificationView) -> Notice:
    opens = h.form(action=f"/notifications/{told.id}/open/", method="post")[
        hidden_inputs({csrf.FIELD: visit.csrf_token, "form_key": visit.form_key}),
        button(type="submit", variant="link", disabled=visit.is_stale)[sentence(told)],
    ]
    return Notice(
        id=f"notice-{told.id}",
        text=opens if place_of(told) else sentence(told),
        detail=detail(told) or None,
        when=moment(told.created_at),
        at=told.created_at.isoformat(),
        icon=icon_of(told),
        unread=None if told.read_at else _("Unread"),
        actions=actions_of(visit, told),
    )


def icon_of(told: NotificationView) -> IconName:
    if told.type is NotificationType.DIGEST:
        return "chart-column"
    is_reminder = told.type is NotificationType.TASK_REMINDER
    return "calendar-clock" if is_reminder else ICONS.get(told.entity_type, "bell")


def pages(query: InboxQuery, found: NotificationPage) -> Tag | None:
    newest, older = query.newest, query.after(found)
    if newest is None and older is None:
        return None
    return pagination(
        summary="",
        previous=newest,
        next=older,
        label=_("Pages"),
        previous_label=_("Newest"),
        next_label=_("Older"),
    )


def nothing(query: InboxQuery) -> Tag:
    if query.show is Show.UNREAD:
        return empty_state(
            _("Nothing unread"),
            text=_("When somebody gives you a client, a deal or a task, you read it here."),
            icon="bell",
        )
    return empty_state(_("No notifications yet"), icon="bell")


def bell_part(found: NotificationPage, after: UUID | None, now: datetime) -> Html:
    """What the bell in the top bar becomes, and a toast of what is newer than ``after``."""
    fresh = [
        told
        for told in found.items
        if after and told.id > after and not told.read_at and told.created_at > now - RECENT
    ]
    latest = str(found.items[0].id) if found.items else str(after or UUID(int=0))
    label = unread_words(found) if found.unread_count else _("Notifications")
    drawn = bell(
        label,
        href=INBOX,
        count=short(found.unread_count),
        hx=follows("notification", url=f"{BELL}?after={latest}"),
    )
    return Html(drawn, told_in_a_toast(fresh) if fresh else None)


def told_in_a_toast(fresh: Sequence[NotificationView]) -> Tag:
    """One for all that came together."""
    href = place_of(fresh[0])
    if len(fresh) > 1 or href is None:
        text = ngettext("{count} new notification", "{count} new notifications", len(fresh))
        message, href = text.format(count=number(len(fresh))), INBOX
    else:
        message = sentence(fresh[0])
    action = link_button(href=href, variant="outline", size="xs")[_("Open")]
    return news(message, tone="info", action=action)


def short(count: int) -> str:
    return "" if not count else number(count) if count < 100 else "99+"


def unread_words(found: NotificationPage) -> str:
    count = found.unread_count
    text = ngettext("{count} unread notification", "{count} unread notifications", count)
    return text.format(count=number(count) if found.unread_count_is_exact else f"{number(count)}+")


def now_utc() -> datetime:
    return datetime.now(UTC)
