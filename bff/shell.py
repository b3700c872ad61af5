"""The frame round every page: navigation, language, theme, who is signed in, news from before."""

from collections.abc import Mapping, Sequence
from typing import Final

from htpy import Node, Renderable

from bff import csrf
from bff.degraded import stale_banner
from bff.html import Html
from bff.i18n import ENDONYMS, LOCALES, spoken_locale
from bff.i18n import gettext as _
from bff.toasts import corner
from bff.visit import Visit
from ui_components import html as h
from ui_components import hx
from ui_components.breadcrumb import breadcrumb
from ui_components.document import Script, document
from ui_components.field import hidden_inputs
from ui_components.html import Tag
from ui_components.menu import menu_button, menu_heading, menu_line
from ui_components.shell import Account, NavGroup, NavItem, ShellTexts, app_shell, auth_shell
from ui_components.theme_menu import ThemeTexts, theme_menu

BRAND: Final = "Foyer"
HOME: Final = "/clients/"


def page(
    visit: Visit,
    *,
    title: str,
    content: Node,
    part: Sequence[Renderable] = (),
    parents: Sequence[tuple[str, str]] = (),
    scripts: Sequence[Script] = (),
    status_code: int = 200,
) -> Html:
    """The whole page, or for htmx only the ``part`` of it that will be swapped."""
    if part and visit.htmx.wants_part:
        return fragment(visit, *part, status_code=status_code)
    frame = app_shell(
        brand=BRAND,
        home=HOME,
        nav=navigation(visit),
        account=account(visit),
        breadcrumb=breadcrumb(parents, title, label=_("Breadcrumb")),
        actions=themes(visit),
        banner=stale_banner(visit),
        collapsed=visit.sidebar_is_collapsed,
        texts=shell_texts(),
    )
    return framed(visit, title, frame[content], scripts=scripts, status_code=status_code)


def bare_page(visit: Visit, *, title: str, content: Node, status_code: int = 200) -> Html:
    """One thing in the middle, for people who are not (or no longer) signed in."""
    return framed(visit, title, auth_shell(brand=BRAND)[content], status_code=status_code)


def fragment(visit: Visit, *parts: Renderable | None, status_code: int = 200) -> Html:
    """With the banner's present state: the page round it may have been drawn in better times."""
    return Html(*parts, hx.partial("#banner")[stale_banner(visit)], status_code=status_code)


def framed(
    visit: Visit,
    title: str,
    body: Node,
    *,
    scripts: Sequence[Script] = (),
    status_code: int = 200,
) -> Html:
    frame = document(
        title=f"{title} · {BRAND}",
        lang=spoken_locale(),
        theme=visit.theme,
        headers={csrf.HEADER: visit.csrf_token},
        scripts=scripts,
    )
    return Html(frame[body, corner(visit)], status_code=status_code)


def navigation(visit: Visit) -> list[NavGroup]:
    places = (
        NavItem(label=_("Clients"), href="/clients/", icon="users"),
        NavItem(label=_("Deals"), href="/deals/board/", icon="square-kanban"),
    )
    here = visit.url.split("/")[1]
    return [NavGroup(items=[marked(item, here) for item in places])]


def marked(item: NavItem, here: str) -> NavItem:
    current = item.href.split("/")[1] == here
    return NavItem(label=item.label, href=item.href, icon=item.icon, current=current)


def account(visit: Visit) -> Account:
    return Account(
        name=visit.user.full_name,
        detail=visit.user.email,
        menu=[
            h.form(action="/language/", method="post")[
                hidden_inputs(own_hidden(visit)), menu_heading(_("Language")), languages()
            ],
            menu_line(),
            h.form(action="/logout/", method="post")[
                hidden_inputs(own_hidden(visit)),
                menu_button(_("Sign out"), type="submit", icon="log-out"),
            ],
        ],
    )


def languages() -> list[Tag]:
    """Each in its own tongue, so that it is found by whoever needs it."""
    return [
        menu_button(
            ENDONYMS[locale],
            type="submit",
            current=locale == spoken_locale(),
            attrs={"name": "locale", "value": locale, "lang": locale},
        )
        for locale in LOCALES
    ]


def themes(visit: Visit) -> Tag:
    return theme_menu(
        visit.theme,
        action="/theme/",
        hidden=own_hidden(visit),
        texts=ThemeTexts(
            switch=_("Theme"), light=_("Light"), dark=_("Dark"), system=_("As the system")
        ),
    )


def own_hidden(visit: Visit) -> Mapping[str, str]:
    """For the small forms of the frame, which lead back to where they were used."""
    return {csrf.FIELD: visit.csrf_token, "next": visit.url}


def shell_texts() -> ShellTexts:
    return ShellTexts(
        skip=_("Skip to content"),
        navigation=_("Main"),
        toggle=_("Toggle sidebar"),
        more=_("More"),
        account=_("Account"),
    )
