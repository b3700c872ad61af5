"""Search and filters above a list, applied while one types."""

from typing import Final

from htpy import Node, with_children

from ui_components import html as h
from ui_components import hx
from ui_components.button import button, icon_button
from ui_components.html import Tag
from ui_components.menu import opens_menu

FILTERS: Final = "filters"


@with_children
def filter_bar(
    children: Node,
    *,
    action: str,
    target: str,
    label: str,
    summary: Node = None,
    aside: Node = None,
    submit_label: str = "Apply",
    id: str = FILTERS,
) -> Tag:
    """A GET form: ``target`` is morphed with the answer, and the address follows the filters.

    Fields left empty are sent empty. Without JavaScript a button appears that submits it.
    ``aside`` stands beside the form, at its end: what has a form of its own.
    """
    request = hx.request(
        "get",
        action,
        target=target,
        swap="outerMorph",
        trigger="submit, input delay:200ms",
        replace_url=True,
        sync="replace",
    )
    bar = h.form(
        request,
        class_="filter-bar",
        id=id,
        action=action,
        method="get",
        role="search",
        aria_label=label,
    )[
        children,
        h.div(class_="without-scripts")[button(type="submit", variant="outline")[submit_label]],
        summary is not None and h.div(class_="filter-summary", id=f"{id}-summary")[summary],
    ]
    return bar if aside is None else h.div(class_="filter-line")[bar, aside]


@with_children
def more_filters(children: Node, *, label: str, count: int = 0, id: str = "more-filters") -> Tag:
    """Inside a `filter_bar`: those that are rarely used, in a popover; ``count`` are in use."""
    used = h.span(class_="filter-count")[count] if count else None
    return h.div[
        button(variant="outline", icon="sliders-horizontal", attrs=opens_menu(id))[label, used],
        h.div(class_="menu more-filters", id=id, popover="auto")[children],
    ]


def chosen(text: str, *, href: str, remove_label: str) -> Tag:
    """A filter that was set elsewhere and can only be taken away here."""
    return h.span(class_="chosen")[
        h.span[text], icon_button("x", remove_label, href=href, size="xs")
    ]
