"""Examples of a place with pages of its own."""

from htpy import Node

from ui_components.card import card
from ui_components.gallery.registry import example
from ui_components.shell import NavGroup, NavItem
from ui_components.side_nav import with_side_nav

GROUP = "Layout"
GROUPS = [
    NavGroup(
        label="You",
        items=[
            NavItem(label="Profile", href="#profile", icon="user", current=True),
            NavItem(label="Devices", href="#devices", icon="monitor"),
        ],
    ),
    NavGroup(label="Team", items=[NavItem(label="People", href="#people", icon="users")]),
]


@example("Beside its page", height=260)
def beside() -> Node:
    return with_side_nav(groups=GROUPS, label="Settings")[card(title="Profile")["Ada Lovelace"]]
