"""Examples of the shell."""

from htpy import Node

from ui_components.alert import banner
from ui_components.breadcrumb import breadcrumb
from ui_components.button import button, icon_button
from ui_components.card import card
from ui_components.field import text_field
from ui_components.form import form
from ui_components.gallery.examples import table as tables
from ui_components.gallery.registry import example
from ui_components.layout import page_header
from ui_components.menu import menu_button, menu_link
from ui_components.shell import Account, NavGroup, NavItem, app_shell, auth_shell
from ui_components.theme_menu import theme_menu

GROUP = "Layout"
NAV = [
    NavGroup(
        items=[
            NavItem(label="Home", href="#home", icon="layout-dashboard"),
            NavItem(label="Clients", href="#clients", icon="users", current=True),
            NavItem(label="Deals", href="#deals", icon="square-kanban", count="12"),
            NavItem(label="Activity", href="#activity", icon="activity"),
        ]
    ),
    NavGroup(
        label="Administration",
        items=[
            NavItem(label="Imports", href="#imports", icon="upload"),
            NavItem(label="People", href="#people", icon="shield-check"),
        ],
    ),
]
ACCOUNT = Account(
    name="Ada Lovelace",
    detail="ada@example.com",
    menu=[
        menu_link("Settings", href="#settings", icon="settings"),
        menu_button("Sign out", icon="log-out"),
    ],
)


def page(*, collapsed: bool = False, banner: Node = None) -> Node:
    return app_shell(
        brand="Foyer",
        home="#home",
        nav=NAV,
        account=ACCOUNT,
        breadcrumb=breadcrumb([("Foyer", "#home")], "Clients"),
        actions=[icon_button("search", "Search"), theme_menu("system", action="#theme")],
        banner=banner,
        collapsed=collapsed,
    )[
        page_header("Clients", description="4 people", actions=button(icon="plus")["New client"]),
        tables.sorted_rows.render(),
    ]


@example("A page", height=620, padded=False)
def a_page() -> Node:
    return page()


@example("Collapsed", height=620, padded=False)
def collapsed() -> Node:
    return page(collapsed=True)


@example("While the backend is away", height=620, padded=False)
def from_memory() -> Node:
    return page(
        banner=banner(icon="cloud-off")["The server cannot be reached. This is from 12:03."]
    )


@example("Signing in", height=520, padded=False)
def signing_in() -> Node:
    fields = form(action="#login", actions=button(type="submit", size="lg")["Sign in"])[
        text_field("email", "E-mail", type="email", autocomplete="username", required=True),
        text_field(
            "password", "Password", type="password", autocomplete="current-password", required=True
        ),
    ]
    return auth_shell(brand="Foyer")[card(title="Sign in")[fields]]
