"""The frame round every page: navigation, language, theme, who is signed in, news from before."""

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import Final

from htpy import Node, Renderable
from msgspec import Struct

from bff.csrf import FIELD as CSRF_FIELD
from bff.csrf import HEADER as CSRF_HEADER
from bff.degraded import stale_banner
from bff.html import Html
from bff.i18n import ENDONYMS, LOCALES, LocaleName, spoken_locale
from bff.i18n import gettext as _
from bff.palette import palette
from bff.places import KEYS, creations
from bff.toasts import corner
from bff.visit import Visit
from ui_components import html as h
from ui_components import hx
from ui_components.breadcrumb import breadcrumb
from ui_components.button import icon_button
from ui_components.command_palette import palette_button
from ui_components.document import Script, document
from ui_components.field import hidden_inputs
from ui_components.filter_bar import FILTERS
from ui_components.html import Tag, markup
from ui_components.icons import IconName
from ui_components.inbox import bell
from ui_components.live import Live, follows, live_hint
from ui_components.menu import (
    menu,
    menu_button,
    menu_heading,
    menu_line,
    menu_link,
    opens_menu,
)
from ui_components.shell import (
    OUTLET,
    Account,
    NavGroup,
    NavItem,
    ShellTexts,
    app_shell,
    auth_shell,
)
from ui_components.template import Template
from ui_components.theme_menu import Theme, ThemeTexts, theme_menu

BRAND: Final = "Foyer"
HOME: Final = "/dashboard/"
BELL: Final = "/notifications/bell/"
HOLES: Final = ("csrf", "url", "position", "reader", "crumbs", "banner", "content")


def page(
    visit: Visit,
    *,
    title: str,
    content: Node,
    part: Sequence[Renderable] = (),
    parents: Sequence[tuple[str, str]] = (),
    scripts: Sequence[Script] = (),
    address: str | None = None,
    status_code: int = 200,
) -> Html:
    """The whole page, or for htmx only the ``part`` of it that will be swapped.

    ``address`` is what the browser shows after filtering: the form's own would name every field.
    """
    if part and visit.htmx.wants_part:
        answer = fragment(visit, *part, status_code=status_code)
        if address and visit.htmx.source == FILTERS:
            answer.headers["HX-Replace-Url"] = address
        return answer
    chrome = Chrome(
        locale=spoken_locale(),
        name=visit.user.full_name,
        email=visit.user.email,
        section=section_of(visit.url),
        theme=visit.theme,
        is_collapsed=visit.sidebar_is_collapsed,
    )
    frame = drawn(chrome).fill(
        csrf=visit.csrf_token,
        url=visit.url,
        position=str(visit.position or ""),
        reader=str(visit.user.id),
        crumbs=markup(breadcrumb(parents, title, label=_("Breadcrumb"))),
        banner=markup(stale_banner(visit)),
        content=markup(content),
    )
    return framed(visit, title, frame, scripts=scripts, status_code=status_code)


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
        description=_("A CRM that people can trust: nothing silent, nothing lost, nothing slow."),
        lang=spoken_locale(),
        theme=visit.theme,
        headers={CSRF_HEADER: visit.csrf_token},
        scripts=scripts,
    )
    return Html(frame[body, corner(visit)], status_code=status_code)


class Chrome(Struct, frozen=True):
    """What the frame's look depends on; all else that it shows are holes."""

    locale: LocaleName
    name: str
    email: str
    section: str
    theme: Theme
    is_collapsed: bool


@lru_cache(maxsize=512)
def drawn(chrome: Chrome) -> Template:
    """Drawn once for each reader and section: it is four fifths of a small page's tags."""
    return Template(partial(draw, chrome), *HOLES)


def draw(
    chrome: Chrome,
    *,
    csrf: str,
    url: str,
    position: str,
    reader: str,
    crumbs: str,
    banner: str,
    content: str,
) -> Tag:
    hidden = {CSRF_FIELD: csrf, "next": url}
    nav = navigation(chrome.section)
    return app_shell(
        brand=BRAND,
        home=HOME,
        nav=nav,
        account=Account(name=chrome.name, detail=chrome.email, menu=account_menu(hidden)),
        breadcrumb=crumbs,
        actions=[finder(), maker(), first_bell(), themes(chrome.theme, hidden)],
        banner=banner,
        overlays=palette(nav, csrf=csrf, url=url),
        collapsed=chrome.is_collapsed,
        live=live(position, reader),
        texts=shell_texts(),
    )[content]


def navigation(section: str) -> list[NavGroup]:
    places: tuple[tuple[str, str, IconName], ...] = (
        (_("Dashboard"), HOME, "layout-dashboard"),
        (_("Today"), "/today/", "sun"),
        (_("Clients"), "/clients/", "users"),
        (_("Deals"), "/deals/board/", "square-kanban"),
        (_("Tasks"), "/tasks/", "circle-check"),
        (_("Calendar"), "/tasks/calendar/", "calendar"),
        (_("Activity"), "/activity/", "activity"),
        (_("Reports"), "/reports/pipeline/", "chart-column"),
    )
    tools: tuple[tuple[str, str, IconName], ...] = (
        (_("Imports"), "/imports/", "upload"),
        (_("Exports"), "/exports/", "download"),
        (_("Settings"), "/settings/profile/", "settings"),
    )
    return [NavGroup(items=nav_items(places, section)), NavGroup(items=nav_items(tools, section))]


def nav_items(places: Sequence[tuple[str, str, IconName]], section: str) -> list[NavItem]:
    return [
        NavItem(
            label=label,
            href=href,
            icon=icon,
            current=section_of(href) == section,
            hotkey=KEYS.get(href),
        )
        for label, href, icon in places
    ]


def section_of(url: str) -> str:
    """The first word of an address; the calendar is one of its own."""
    return "calendar" if url.startswith("/tasks/calendar/") else url.split("/")[1]


def account_menu(hidden: Mapping[str, str]) -> Node:
    """Its forms lead back to where they were used."""
    return [
        h.form(action="/language/", method="post")[
            hidden_inputs(hidden), menu_heading(_("Language")), languages()
        ],
        menu_line(),
        menu_link(
            _("Keyboard shortcuts"),
            href="/keys/",
            icon="circle-question-mark",
            hx=hx.request("get", "/keys/", target=OUTLET),
            attrs={"data-hotkey": "?"},
        ),
        h.form(action="/logout/", method="post")[
            hidden_inputs(hidden), menu_button(_("Sign out"), type="submit", icon="log-out")
        ],
    ]


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


def themes(theme: Theme, hidden: Mapping[str, str]) -> Tag:
    return theme_menu(
        theme,
        action="/theme/",
        hidden=hidden,
        texts=ThemeTexts(switch=_("Theme"), light=_("Light"), dark=_("Dark"), system=_("System")),
    )


def finder() -> Tag:
    return palette_button(_("Search"), href="/search/", keys="Ctrl K")


def maker() -> Tag:
    """Without scripts each is a page; with them a panel over this one."""
    items = [
        menu_link(
            place.label,
            href=place.href,
            icon=place.icon,
            hx=hx.request("get", place.href, target=OUTLET),
        )
        for place in creations()
    ]
    opens = {**opens_menu("create"), "data-hotkey": "c", "aria-keyshortcuts": "c"}
    return h.div[
        icon_button("plus", _("Create"), attrs=opens), menu(id="create", align="end")[items]
    ]


def first_bell() -> Tag:
    """Uncounted, so that no page waits for it: it counts by itself once the page is there.

    What happens meanwhile is looked at after that: morphed, it is still the one that was told.
    """
    counts = hx.request("get", BELL, swap="outerMorph", trigger="load")
    told = {**follows("notification", url=BELL), "data-looking": True}
    return bell(_("Notifications"), href="/notifications/", hx={**counts, **told})


def live(position: str, reader: str) -> Live:
    return Live(
        stream="/activity/stream/",
        poll="/activity/changes/",
        position=position,
        reader=reader,
        hint=live_hint(_("Somebody changed something here."), show=_("Show it")),
    )


def shell_texts() -> ShellTexts:
    return ShellTexts(
        skip=_("Skip to content"),
        navigation=_("Main"),
        toggle=_("Toggle sidebar"),
        more=_("More"),
        account=_("Account"),
    )
