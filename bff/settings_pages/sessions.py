"""Where one is signed in."""

from typing import Final

from bff.editor import post_button
from bff.gateway.accounts import SessionView
from bff.html import Html
from bff.i18n import day_of, moment
from bff.i18n import gettext as _
from bff.settings_pages.frame import SESSIONS, settings_page
from bff.visit import Visit
from ui_components import html as h
from ui_components.badge import badge
from ui_components.html import Tag
from ui_components.layout import quiet, row
from ui_components.table import Column, data_table

# In this order: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS: Final = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def sessions_page(visit: Visit, sessions: list[SessionView]) -> Html:
    others = post_button(
        visit,
        _("Sign out everywhere else"),
        action=f"{SESSIONS}end-others/",
        icon="log-out",
        hidden={},
    )
    return settings_page(
        visit,
        title=_("My sessions"),
        description=_("Everywhere that you are signed in. One that you do not know: end it."),
        actions=others if len(sessions) > 1 else None,
        content=data_table(
            sessions,
            columns(visit),
            caption=_("My sessions"),
            row_key=lambda session: str(session.id),
            id="session",
        ),
    )


def columns(visit: Visit) -> list[Column[SessionView]]:
    return [
        Column(header=_("Where"), cell=where, wraps=True),
        Column(header=_("Last used"), cell=lambda s: moment(s.last_used_at), shown_from="sm"),
        Column(header=_("Signed in"), cell=lambda s: day_of(s.created_at), shown_from="md"),
        Column(header=_("Network"), cell=lambda s: s.network, quiet=True, shown_from="lg"),
        Column(header=_("Action"), cell=lambda s: ending(visit, s), align="end", hide_header=True),
    ]


def where(session: SessionView) -> Tag:
    return row(gap="sm")[
        h.span(title=session.user_agent)[device(session.user_agent)],
        badge(_("This one"), tone="success") if session.is_current else None,
    ]


def device(agent: str) -> str:
    """The browser and the system, for agents that people use; others are told as they are."""
    browser = next((name for sign, name in BROWSERS if sign in agent), None)
    system = next((name for sign, name in SYSTEMS if sign in agent), None)
    if browser and system:
        return _("{browser} on {system}").format(browser=browser, system=system)
    return browser or agent or _("An unknown program")


def ending(visit: Visit, session: SessionView) -> Tag:
    """This one ends by signing out, which is in the account's menu."""
    if session.is_current:
        return quiet(small=True)[_("In use now")]
    return post_button(
        visit,
        _("End"),
        action=f"{SESSIONS}{session.id}/end/",
        icon="log-out",
        hidden={},
        size="sm",
    )
