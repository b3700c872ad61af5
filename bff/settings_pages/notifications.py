"""What somebody wants to be told of."""

from typing import Final

from msgspec import Struct

from bff import csrf
from bff.forms import Form
from bff.gateway.notifications import EditSettings, NotificationType, SettingsView
from bff.gateway.problems import Refused
from bff.html import Html
from bff.i18n import gettext as _
from bff.settings_pages.frame import NOTIFICATIONS, settings_page
from bff.settings_pages.times import times_card
from bff.shell import fragment
from bff.visit import Visit
from ui_components import html as h
from ui_components import hx
from ui_components.card import card
from ui_components.choice import switch_button
from ui_components.field import hidden_inputs
from ui_components.html import Tag
from ui_components.layout import quiet, stack

ID: Final = "notification-settings"


class Turn(Struct, frozen=True):
    """Of one switch."""

    kind: NotificationType
    version: int
    on: bool = False


async def turned(visit: Visit, turn: Turn) -> SettingsView:
    """As they are now; somebody's other tab may have been faster."""
    edit = EditSettings.turning(turn.kind, on=turn.on)
    try:
        return await visit.notifications.edit_settings(edit, version=turn.version)
    except Refused as refusal:
        if refusal.status != 412:
            raise
        return await visit.notifications.settings()


def notifications_page(visit: Visit, settings: SettingsView, times: Form) -> Html:
    chosen = switches(visit, settings)
    return settings_page(
        visit,
        title=_("Notifications"),
        description=_("What comes into your inbox, and rings the bell."),
        content=[card(title=_("Tell me when"))[chosen], times_card(visit, times)],
        part=[chosen],
        status_code=422 if times.is_refused else 200,
    )


def switched(visit: Visit, settings: SettingsView) -> Html:
    """The switches alone, for htmx."""
    return fragment(visit, switches(visit, settings))


def switches(visit: Visit, settings: SettingsView) -> Tag:
    return stack(id=ID, gap="xs")[
        [switch(visit, settings, kind) for kind in NotificationType],
        quiet(small=True)[_("Nobody is told of what they did themselves.")],
    ]


def switch(visit: Visit, settings: SettingsView, kind: NotificationType) -> Tag:
    is_on = settings.is_wanted(kind)
    hidden = {
        csrf.FIELD: visit.csrf_token,
        "version": str(settings.version),
        "kind": kind,
        "on": "" if is_on else "1",
    }
    turn = hx.request("post", NOTIFICATIONS, target=f"#{ID}", swap="outerMorph")
    return h.form(turn, id=f"tell-{kind}", action=NOTIFICATIONS, method="post")[
        hidden_inputs(hidden), switch_button(type_name(kind), on=is_on, disabled=visit.is_stale)
    ]


def type_name(kind: NotificationType) -> str:
    return {
        NotificationType.CLIENT_ASSIGNED: _("Somebody gives me a client"),
        NotificationType.DEAL_ASSIGNED: _("Somebody gives me a deal"),
        NotificationType.TASK_ASSIGNED: _("Somebody gives me a task"),
        NotificationType.TASK_REMINDER: _("A task wants to be remembered"),
        NotificationType.DIGEST: _("A new day begins: how things stand"),
        NotificationType.IMPORT_ENDED: _("My import has ended"),
    }[kind]
