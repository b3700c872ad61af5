"""What somebody wants to be told of, and where."""

from typing import Final

from msgspec import Struct

from bff import csrf
from bff.forms import Form
from bff.gateway.notifications import Channel, EditSettings, NotificationType, SettingsView
from bff.gateway.problems import Refused
from bff.html import Html
from bff.i18n import gettext as _
from bff.settings_pages.frame import NOTIFICATIONS, settings_page
from bff.settings_pages.times import times_card
from bff.shell import fragment
from bff.visit import Visit
from bff.words import notification_name
from ui_components import html as h
from ui_components import hx
from ui_components.card import card
from ui_components.field import hidden_inputs
from ui_components.html import Tag
from ui_components.layout import stack
from ui_components.switch import switch_button
from ui_components.table import Column, data_table

ID: Final = "notification-settings"


class Turn(Struct, frozen=True):
    """Of one switch."""

    kind: NotificationType
    channel: Channel
    version: int
    on: bool = False


async def turned(visit: Visit, turn: Turn) -> SettingsView:
    """As they are now; somebody's other tab may have been faster."""
    edit = EditSettings.turning(turn.kind, turn.channel, on=turn.on)
    try:
        return await visit.notifications.edit_settings(edit, version=turn.version)
    except Refused as refusal:
        if refusal.status != 412:
            raise
        return await visit.notifications.settings()


def notifications_page(visit: Visit, settings: SettingsView, times: Form) -> Html:
    chosen = switches(visit, settings)
    note = _("Nobody is told of what they did themselves.")
    return settings_page(
        visit,
        title=_("Notifications"),
        description=_("What comes into your inbox, by mail, and by chat."),
        content=[
            card(title=_("Tell me when"), description=note, flush=True)[chosen],
            times_card(visit, times),
        ],
        part=[chosen],
        status_code=422 if times.is_refused else 200,
    )


def switched(visit: Visit, settings: SettingsView) -> Html:
    """The switches alone, for htmx."""
    return fragment(visit, switches(visit, settings))


def switches(visit: Visit, settings: SettingsView) -> Tag:
    def turns(channel: Channel, header: str) -> Column[NotificationType]:
        return Column(
            header=header,
            cell=lambda kind: switch(visit, settings, kind, channel, header),
            align="center",
        )

    listed = data_table(
        [kind for kind in NotificationType if concerns(visit, kind)],
        [
            Column[NotificationType](header=_("When"), cell=notification_name, wraps=True),
            turns(Channel.INBOX, _("Inbox")),
            turns(Channel.MAIL, _("Mail")),
            turns(Channel.CHAT, _("Chat")),
        ],
        caption=_("Tell me when"),
        row_key=lambda kind: kind.value,
        id="tell",
    )
    return stack(id=ID)[listed]


def concerns(visit: Visit, kind: NotificationType) -> bool:
    return kind is not NotificationType.SYSTEM_ALARM or visit.is_admin


def switch(
    visit: Visit, settings: SettingsView, kind: NotificationType, channel: Channel, header: str
) -> Tag:
    is_on = settings.is_wanted(kind, channel)
    hidden = {
        csrf.FIELD: visit.csrf_token,
        "version": str(settings.version),
        "kind": kind,
        "channel": channel,
        "on": "" if is_on else "1",
    }
    turn = hx.request("post", NOTIFICATIONS, target=f"#{ID}", swap="outerMorph")
    label = f"{header}: {notification_name(kind)}"
    return h.form(turn, id=f"tell-{kind}-{channel}", action=NOTIFICATIONS, method="post")[
        hidden_inputs(hidden), switch_button(label, on=is_on, disabled=visit.is_stale, bare=True)
    ]
