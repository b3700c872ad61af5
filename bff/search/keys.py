"""Which keys do what, and the switch for those that are pressed alone."""

from typing import Final

from bff import csrf
from bff.html import Html
from bff.i18n import gettext as _
from bff.places import KEYS
from bff.shell import fragment, navigation, page
from bff.visit import Visit
from ui_components import html as h
from ui_components.dialog import dialog
from ui_components.field import hidden_inputs
from ui_components.html import Tag
from ui_components.key_list import KeyGroup, Keys, key_list
from ui_components.layout import narrow, page_header, quiet, stack
from ui_components.switch import switch_button

URL: Final = "/keys/"


def keys_page(visit: Visit, *, on: bool) -> Html:
    """A dialog where htmx asked for it, a page for any browser."""
    title = _("Keyboard shortcuts")
    groups, turns = [*everywhere(), going()], switch(visit, on=on)
    if visit.htmx.wants_part:
        shown = dialog(id="keys", title=title, size="lg", open=True, close_label=_("Close"))[
            stack(gap="lg")[key_list(groups), turns]
        ]
        return fragment(visit, shown)
    return page(
        visit, title=title, content=narrow[page_header(title), key_list(groups, level=2), turns]
    )


def switch(visit: Visit, *, on: bool) -> Tag:
    """WCAG 2.1.4: who speaks to the machine, or hits keys by chance, can turn them off."""
    hidden = {csrf.FIELD: visit.csrf_token, "next": visit.here, "on": "" if on else "1"}
    return h.div[
        h.form(action=URL, method="post")[
            hidden_inputs(hidden), switch_button(_("Single keys"), on=on)
        ],
        quiet(small=True)[_("Off, only keys that are pressed with Ctrl do something.")],
    ]


def everywhere() -> list[KeyGroup]:
    return [
        KeyGroup(
            _("Everywhere"),
            [
                Keys(_("Search and commands"), ["Ctrl K"]),
                Keys(_("Create something"), ["C"]),
                Keys(_("Search this list"), ["/"]),
                Keys(_("Show these keys"), ["?"]),
            ],
        ),
        KeyGroup(
            _("In a list"),
            [
                Keys(_("Next row"), ["J"]),
                Keys(_("Previous row"), ["K"]),
                Keys(_("Open it"), ["Enter"]),
                Keys(_("Select it, or tick it off"), ["X"]),
            ],
        ),
    ]


def going() -> KeyGroup:
    items = [item for group in navigation("") for item in group.items if item.href in KEYS]
    return KeyGroup(
        _("Go to"), [Keys(item.label, KEYS[item.href].upper().split()) for item in items]
    )
