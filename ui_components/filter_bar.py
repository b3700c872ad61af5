"""Search and filters above a list, applied while one types."""

from typing import Final

from htpy import Node, with_children

from ui_components import html as h
from ui_components import hx
from ui_components.button import button
from ui_components.html import Tag

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
