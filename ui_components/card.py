"""A framed group of things that belong together."""

from typing import Literal

from htpy import Node, with_children

from ui_components import html as h
from ui_components.html import NO_ATTRS, Attrs, Tag


@with_children
def card(
    children: Node,
    *,
    title: str | None = None,
    level: Literal[1, 2] = 2,
    description: str | None = None,
    action: Node = None,
    footer: Node = None,
    flush: bool = False,
    id: str | None = None,
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    """``flush`` leaves no room around the content: for a table or a list with its own.

    ``level`` 1 is for a card that is the whole page.
    """
    head = h.h1 if level == 1 else h.h2
    heading = title and h.div[head[title], description and h.p[description]]
    return h.article(attrs, class_="card", id=id)[
        heading and h.header[heading, action and h.div(class_="card-action")[action]],
        h.section(data_flush=flush)[children],
        footer and h.footer[footer],
    ]
