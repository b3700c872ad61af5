"""A framed group of things that belong together."""

from htpy import Node, with_children

from ui_components import html as h
from ui_components.html import NO_ATTRS, Attrs, Tag


@with_children
def card(
    children: Node,
    *,
    title: str | None = None,
    description: str | None = None,
    action: Node = None,
    footer: Node = None,
    flush: bool = False,
    id: str | None = None,
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    """``flush`` leaves no room around the content: for a table or a list with its own."""
    heading = title and h.div[h.h2[title], description and h.p[description]]
    return h.article(attrs, class_="card", id=id)[
        heading and h.header[heading, action and h.div(class_="card-action")[action]],
        h.section(data_flush=flush)[children],
        footer and h.footer[footer],
    ]
