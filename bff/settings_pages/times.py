"""When one wants to be told: never in quiet hours, and of how things stand at one's own hour."""

from datetime import time
from typing import Final

import msgspec
from babel import dates
from msgspec import Raw

from bff.editor import told
from bff.forms import Form
from bff.gateway.accounts import MeView
from bff.i18n import gettext as _
from bff.i18n import spoken_locale
from bff.settings_pages.frame import typed_form
from bff.visit import Visit
from ui_components.card import card
from ui_components.date_field import date_field
from ui_components.field import Option, select_field
from ui_components.form import form_grid
from ui_components.html import Tag

TIMES: Final = "/settings/times/"


def times_form(me: MeView) -> Form:
    values = {
        "quiet_from": me.quiet_from or "",
        "quiet_to": me.quiet_to or "",
        "digest_hour": str(me.digest_hour),
    }
    return Form.showing(values, version=me.version)


def saved_times_form(record: Raw) -> Form:
    return times_form(msgspec.json.decode(record, type=MeView))


def times_card(visit: Visit, form: Form) -> Tag:
    hours = [
        Option(str(hour), dates.format_time(time(hour), "short", locale=spoken_locale()))
        for hour in range(24)
    ]
    hint = _("Reminders that fall in between wait until then.")
    fields = form_grid[
        date_field("quiet_from", _("Quiet from"), kind="time", **told(form, "quiet_from")),
        date_field("quiet_to", _("Quiet until"), kind="time", **told(form, "quiet_to", hint=hint)),
        select_field(
            "digest_hour",
            _("Tell me how things stand at"),
            hours,
            **told(form, "digest_hour", options=hours),
        ),
    ]
    body = typed_form(visit, form, fields, action=TIMES, save=_("Save"))
    description = _("By your own clock: {zone}.").format(zone=visit.user.time_zone)
    return card(title=_("At which hours"), description=description)[body]
