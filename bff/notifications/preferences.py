"""What somebody wants to be told of."""

from typing import Final

from bff import csrf
from bff.gateway.notifications import NotificationType, SettingsView
from bff.html import Html
from bff.i18n import gettext as _
from bff.notifications.words import type_name
from bff.shell import page
from bff.visit import Visit
from ui_components import html as h
from ui_components import hx
from ui_components.card import card
from ui_components.choice import switch_button
from ui_components.field import hidden_inputs
from ui_components.html import Tag
from ui_components.layout import narrow, page_header, quiet, stack

ID: Final = "notification-settings"
URL: Final = "/settings/notifications/"


def preferences_page(visit: Visit, settings: SettingsView) -> Html:
    chosen = preferences(visit, settings)
    content = narrow[
        page_header(
            _("Notifications"), description=_("What comes into your inbox, and rings the bell.")
        ),
        card(title=_("Tell me when"))[chosen],
    ]
    return page(visit, title=_("Notifications"), content=content, part=[chosen])


def preferences(visit: Visit, settings: SettingsView) -> Tag:
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
    turn = hx.request("post", URL, target=f"#{ID}", swap="outerMorph")
    return h.form(turn, id=f"tell-{kind}", action=URL, method="post")[
        hidden_inputs(hidden), switch_button(type_name(kind), on=is_on, disabled=visit.is_stale)
    ]
