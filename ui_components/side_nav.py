"""The pages of one place, listed beside the one that is shown; above it on a phone."""

from collections.abc import Sequence

from htpy import Node, with_children

from ui_components import html as h
from ui_components import icons
from ui_components.html import Tag
from ui_components.shell import NavGroup, NavItem


@with_children
def with_side_nav(children: Node, *, groups: Sequence[NavGroup], label: str) -> Tag:
    """Puts the pages of ``groups`` beside its content."""
    return h.div(class_="with-side-nav")[
        h.nav(class_="side-nav", aria_label=label)[[_group(group) for group in groups]],
        h.div(class_="side-nav-page")[children],
    ]


def _group(group: NavGroup) -> list[Node]:
    return [group.label and h.h2[group.label], h.ul[[h.li[_link(item)] for item in group.items]]]


def _link(item: NavItem) -> Tag:
    return h.a(href=item.href, aria_current="page" if item.current else None)[
        icons.icon(item.icon), item.label
    ]
