"""Several looks at one list, as tabs above it."""

from collections.abc import Sequence
from dataclasses import dataclass

from htpy import Node

from ui_components import html as h
from ui_components import icons
from ui_components.html import Tag
from ui_components.icons import IconName


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewTab:
    """``note`` says in words what the icon shows."""

    label: str
    href: str
    current: bool = False
    icon: IconName | None = None
    note: str | None = None


def view_tabs(tabs: Sequence[ViewTab], *, label: str, actions: Node = None) -> Tag:
    """They scroll where they do not fit; ``actions`` stay in sight."""
    return h.div(class_="view-bar")[
        h.nav(class_="view-tabs", aria_label=label)[[_tab(tab) for tab in tabs]],
        actions is not None and h.div(class_="view-actions")[actions],
    ]


def _tab(tab: ViewTab) -> Tag:
    return h.a(href=tab.href, aria_current="page" if tab.current else None, title=tab.note)[
        tab.icon and icons.icon(tab.icon, size="sm"),
        tab.label,
        tab.note and [" ", h.span(class_="sr-only")[tab.note]],
    ]
