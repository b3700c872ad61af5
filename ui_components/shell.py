"""The frame of every page: sidebar, top bar, main part; on a phone a bar at the bottom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from htpy import Node, with_children

from ui_components import html as h
from ui_components import icons
from ui_components.avatar import avatar
from ui_components.button import icon_button
from ui_components.html import NO_ATTRS, Attrs, Tag
from ui_components.icons import IconName
from ui_components.live import Live, live_attrs
from ui_components.menu import menu, menu_link, opens_menu

MAIN: Final = "#main"
OUTLET: Final = "#outlet"
"""Where dialogs that come in an answer are put: outside of all that is morphed."""
ON_PHONE: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    label: str
    href: str
    icon: IconName
    current: bool = False
    count: str | None = None
    hotkey: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NavGroup:
    items: Sequence[NavItem]
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who is signed in; ``menu`` is what their menu holds (`menu_link`, `menu_button`, forms)."""

    name: str
    detail: str
    menu: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellTexts:
    skip: str = "Skip to content"
    navigation: str = "Main"
    toggle: str = "Toggle sidebar"
    more: str = "More"
    account: str = "Account"


@with_children
def app_shell(
    children: Node,
    *,
    brand: str,
    home: str,
    nav: Sequence[NavGroup],
    account: Account,
    breadcrumb: Node = None,
    actions: Node = None,
    banner: Node = None,
    overlays: Node = None,
    collapsed: bool = False,
    live: Live | None = None,
    texts: ShellTexts | None = None,
) -> Tag:
    """The first four items of ``nav`` are in reach of the thumb on a phone.

    ``overlays`` are dialogs that wait in every page. ``collapsed`` repeats the cookie ``sidebar``,
    which is ``collapsed`` or ``open``.
    """
    texts = texts or ShellTexts()
    return h.div(live_attrs(live) if live else NO_ATTRS, class_="shell", data_collapsed=collapsed)[
        h.a(class_="skip-link", href=MAIN)[texts.skip],
        _sidebar(brand, home, nav, account, texts),
        h.div(class_="shell-body")[
            h.header(class_="top-bar")[
                _toggle(texts, collapsed=collapsed),
                breadcrumb,
                h.div(class_="top-bar-actions")[actions, _account_on_phone(account, texts)],
            ],
            h.div(id="banner")[banner],
            h.main(class_="shell-main", id=MAIN[1:], tabindex="-1")[children],
        ],
        _bottom_nav([item for group in nav for item in group.items], texts),
        h.div(id=OUTLET[1:]),
        overlays,
        h.template(data_live_hint=True)[live.hint] if live else None,
    ]


@with_children
def auth_shell(children: Node, *, brand: str) -> Tag:
    """A page with one thing in its middle, such as signing in or an error."""
    return h.div(class_="auth")[h.main(id=MAIN[1:])[h.div(class_="brand")[_brand(brand)], children]]


def _brand(brand: str) -> list[Tag]:
    return [h.span(class_="brand-mark")[icons.icon("door-open")], h.span[brand]]


def _toggle(texts: ShellTexts, *, collapsed: bool) -> Tag:
    state: Attrs = {
        "data-sidebar-toggle": True,
        "aria-controls": "sidebar",
        "aria-expanded": "false" if collapsed else "true",
    }
    return h.div(class_="sidebar-toggle")[icon_button("panel-left", texts.toggle, attrs=state)]


def _sidebar(
    brand: str, home: str, nav: Sequence[NavGroup], account: Account, texts: ShellTexts
) -> Tag:
    return h.aside(class_="sidebar", id="sidebar")[
        h.a(class_="brand", href=home)[_brand(brand)],
        h.nav(class_="sidebar-nav", aria_label=texts.navigation)[
            [
                [
                    group.label and h.h2[group.label],
                    h.ul[[h.li[_link(item)] for item in group.items]],
                ]
                for group in nav
            ]
        ],
        h.div(class_="sidebar-foot")[
            h.button(opens_menu("account"), class_="user-button", type="button")[
                avatar(account.name),
                h.span[h.span[account.name], h.small[account.detail]],
                icons.icon("chevrons-up-down"),
            ],
            menu(id="account", align="top")[account.menu],
        ],
    ]


def _link(item: NavItem) -> Tag:
    current = "page" if item.current else None
    return h.a(
        class_="nav-link",
        href=item.href,
        aria_current=current,
        title=item.label,
        data_hotkey=item.hotkey,
    )[
        icons.icon(item.icon),
        h.span[item.label],
        item.count and h.span(class_="nav-count")[item.count],
    ]


def _account_on_phone(account: Account, texts: ShellTexts) -> Tag:
    return h.div(class_="md:hidden")[
        h.button(
            opens_menu("account-phone"),
            class_="btn",
            data_variant="ghost",
            data_size="icon",
            type="button",
            aria_label=texts.account,
        )[avatar(account.name, size="sm")],
        menu(id="account-phone", align="end")[account.menu],
    ]


def _bottom_nav(items: Sequence[NavItem], texts: ShellTexts) -> Tag:
    rest = items[ON_PHONE:]
    return h.nav(class_="bottom-nav", aria_label=texts.navigation)[
        [
            h.a(href=item.href, aria_current="page" if item.current else None)[
                icons.icon(item.icon, size="lg"), h.span[item.label]
            ]
            for item in items[:ON_PHONE]
        ],
        _more(rest, texts) if rest else None,
    ]


def _more(items: Sequence[NavItem], texts: ShellTexts) -> list[Tag]:
    within = any(item.current for item in items)
    return [
        h.button(opens_menu("more-pages"), type="button", aria_current="true" if within else None)[
            icons.icon("ellipsis", size="lg"), h.span[texts.more]
        ],
        menu(id="more-pages", align="top")[
            [
                menu_link(item.label, href=item.href, icon=item.icon, current=item.current)
                for item in items
            ]
        ],
    ]
