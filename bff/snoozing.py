"""Until when a reminder can be put off, and the buttons that say so."""

from collections.abc import Mapping

from bff.gateway.tasks import Snooze
from bff.i18n import gettext as _
from ui_components import html as h
from ui_components.button import button
from ui_components.field import hidden_inputs
from ui_components.html import Tag
from ui_components.layout import row
from ui_components.menu import menu_button


def snooze_name(until: Snooze) -> str:
    return {
        Snooze.QUARTER: _("In 15 minutes"),
        Snooze.HOUR: _("In an hour"),
        Snooze.MORNING: _("Tomorrow morning"),
    }[until]


def snooze_form(action: str, hidden: Mapping[str, str], *, disabled: bool = False) -> Tag:
    """Lines of a menu."""
    return h.form(action=action, method="post")[
        hidden_inputs(hidden),
        [
            menu_button(
                snooze_name(until),
                type="submit",
                disabled=disabled,
                attrs={"name": "until", "value": until},
            )
            for until in Snooze
        ],
    ]


def snooze_buttons(action: str, hidden: Mapping[str, str]) -> Tag:
    """Side by side, where there is room."""
    choices = [
        button(type="submit", variant="outline", attrs={"name": "until", "value": until})[
            snooze_name(until)
        ]
        for until in Snooze
    ]
    return h.form(action=action, method="post")[hidden_inputs(hidden), row(gap="sm")[choices]]
