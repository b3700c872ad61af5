"""The frame round every page of the settings: the list of them, as far as they are one's own."""

from collections.abc import Sequence
from typing import Final

from htpy import Node, Renderable
from litestar.exceptions import PermissionDeniedException

from bff.editor import hidden_of
from bff.forms import Form
from bff.html import Html
from bff.i18n import gettext as _
from bff.shell import page
from bff.visit import Visit
from ui_components.button import button, link_button
from ui_components.document import Script
from ui_components.form import form as form_element
from ui_components.html import Tag
from ui_components.icons import IconName
from ui_components.layout import page_header
from ui_components.shell import NavGroup, NavItem
from ui_components.side_nav import with_side_nav

SETTINGS: Final = "/settings/"
PROFILE: Final = "/settings/profile/"
SESSIONS: Final = "/settings/sessions/"
NOTIFICATIONS: Final = "/settings/notifications/"
TOKENS: Final = "/settings/tokens/"
USERS: Final = "/settings/users/"
CHANNELS: Final = "/settings/channels/"
WEBHOOKS: Final = "/settings/webhooks/"
SYSTEM: Final = "/settings/system/"
LETTERS: Final = f"{SYSTEM}dead-letters/"


def settings_page(
    visit: Visit,
    *,
    title: str,
    content: Node,
    description: str | None = None,
    actions: Node = None,
    part: Sequence[Renderable] = (),
    within: tuple[str, str] | None = None,
    scripts: Sequence[Script] = (),
    status_code: int = 200,
) -> Html:
    """``within`` is the page of the settings that this one belongs to."""
    framed = with_side_nav(groups=places(visit), label=_("Settings"))[
        page_header(title, description=description, actions=actions), content
    ]
    parents = [(_("Settings"), PROFILE), *([within] if within else [])]
    return page(
        visit,
        title=title,
        content=framed,
        part=part,
        parents=parents,
        scripts=scripts,
        status_code=status_code,
    )


def typed_form(
    visit: Visit, form: Form, fields: Node, *, action: str, save: str, back: str | None = None
) -> Tag:
    """Asks before it is left, and comes back with what is wrong."""
    cancel = back and link_button(href=back, variant="outline")[_("Cancel")]
    return form_element(
        action=action,
        hidden=hidden_of(visit, form),
        error=form.problem or None,
        refused=form.is_refused,
        guard=_("Throw away what you typed?"),
        actions=[cancel, button(type="submit", disabled=visit.is_stale)[save]],
    )[fields]


def places(visit: Visit) -> list[NavGroup]:
    own: list[tuple[str, str, IconName]] = [
        (_("Profile"), PROFILE, "user"),
        (_("My sessions"), SESSIONS, "monitor"),
        (_("Notifications"), NOTIFICATIONS, "bell"),
        (_("Channels"), CHANNELS, "smartphone"),
        (_("API tokens"), TOKENS, "lock"),
    ]
    admins: list[tuple[str, str, IconName]] = [
        (_("Users"), USERS, "users"),
        (_("Webhooks"), WEBHOOKS, "link"),
        (_("System"), SYSTEM, "activity"),
    ]
    groups = [NavGroup(label=_("You"), items=items(visit, own))]
    if visit.is_admin:
        groups.append(NavGroup(label=_("Administration"), items=items(visit, admins)))
    return groups


def items(visit: Visit, listed: Sequence[tuple[str, str, IconName]]) -> list[NavItem]:
    return [
        NavItem(label=label, href=href, icon=icon, current=visit.url.startswith(href))
        for label, href, icon in listed
    ]


def require_admin(visit: Visit) -> None:
    """As the API will decide, but before anything is asked of it."""
    if not visit.is_admin:
        raise PermissionDeniedException("only an admin's")
