"""The head of a record's own page: who or what it is, and what can be done with it at once."""

from htpy import Node

from ui_components import html as h
from ui_components.avatar import avatar
from ui_components.html import Tag


def record_header(
    name: str, *, id: str, detail: Node = None, actions: Node = None, mark: Node = None
) -> Tag:
    """The one ``<h1>`` of its page; ``mark`` stands beside it, such as a badge."""
    return h.header(class_="record-header", id=id)[
        avatar(name, size="lg"),
        h.div(class_="record-name")[h.div[h.h1[name], mark], detail and h.p[detail]],
        actions and h.div(class_="record-actions")[actions],
    ]
