"""Arranging things: below each other, beside each other, in columns; and the head of a page."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from htpy import Node, with_children

from ui_components import html as h
from ui_components.html import NO_ATTRS, Attrs, Tag

Gap: TypeAlias = Literal["xs", "sm", "md", "lg"]
Columns: TypeAlias = Literal["2", "3", "4", "figures", "tiles", "main-aside"]

_GAP: Final[Mapping[Gap, str]] = {"xs": "gap-1", "sm": "gap-2", "md": "gap-4", "lg": "gap-6"}
_QUIET: Final = h.span(class_="text-muted-foreground")
_SMALL: Final = h.span(class_="text-muted-foreground text-xs")
_COLUMNS: Final[Mapping[Columns, str]] = {
    "2": "sm:grid-cols-2",
    "3": "items-start sm:grid-cols-2 lg:grid-cols-3",
    "4": "items-start grid-cols-2 lg:grid-cols-4",
    "figures": "grid-cols-2 lg:grid-cols-3",
    "tiles": "grid-cols-2 md:grid-cols-3 xl:grid-cols-6",
    "main-aside": "items-start lg:grid-cols-[minmax(0,1fr)_22rem]",
}


@lru_cache(maxsize=256)
def _box(class_: str, id: str | None = None) -> Tag:
    """A list holds hundreds of the same: their attributes are written once."""
    return h.div(class_=class_, id=id)


@with_children
def stack(
    children: Node, *, gap: Gap = "md", id: str | None = None, attrs: Attrs = NO_ATTRS
) -> Tag:
    """Things below each other."""
    class_ = f"grid grid-cols-[minmax(0,1fr)] {_GAP[gap]}"
    return (h.div(attrs, class_=class_, id=id) if attrs else _box(class_, id))[children]


@with_children
def row(children: Node, *, gap: Gap = "sm", spread: bool = False, id: str | None = None) -> Tag:
    """Wraps where it is narrow; ``spread`` pushes the ends apart."""
    justify = " justify-between" if spread else ""
    return _box(f"flex flex-wrap items-center {_GAP[gap]}{justify}", id)[children]


@with_children
def grid(children: Node, *, columns: Columns = "2", gap: Gap = "md") -> Tag:
    """Columns where there is room, one below the other where there is not."""
    return _box(f"grid {_COLUMNS[columns]} {_GAP[gap]}")[children]


@with_children
def padded(children: Node) -> Tag:
    """Room around what stands in a frame that has none of its own."""
    return _box("grid grid-cols-[minmax(0,1fr)] gap-4 p-4")[children]


@with_children
def narrow(children: Node) -> Tag:
    """As wide as a form is easy to fill in, on a screen of any width."""
    return _box("grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-4")[children]


def page_header(title: str, *, description: Node = None, actions: Node = None) -> Tag:
    """The one ``<h1>`` of a page."""
    return h.header(class_="page-header")[
        h.div[h.h1[title], description is not None and h.p[description]],
        actions is not None and h.div(class_="page-actions")[actions],
    ]


@with_children
def quiet(children: Node, *, small: bool = False) -> Tag:
    """Text of second rank."""
    return (_SMALL if small else _QUIET)[children]


@with_children
def link(children: Node, *, href: str) -> Tag:
    """A link in a text."""
    return h.a(class_="link", href=href)[children]
