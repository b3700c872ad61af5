"""Records that may be meant, named in a form while one types."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from htpy import Node

from ui_components import html as h
from ui_components.field import hidden_inputs
from ui_components.html import NO_ATTRS, Attrs, Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """``why`` says in a few words what speaks for it."""

    href: str
    what: Node
    why: str = ""


def suggestions(
    items: Sequence[Suggestion],
    *,
    id: str,
    title: str,
    hidden: Mapping[str, str] | None = None,
    hx: Attrs = NO_ATTRS,
) -> Tag:
    """There also while it is empty, so that it can be filled; it is read out when it changes.

    The links open beside the form, for what was typed is not saved.
    """
    return h.div(hx, class_="suggestions", id=id, aria_live="polite")[
        [h.strong[title], h.ul[[h.li[_link(item)] for item in items]]] if items else None,
        hidden_inputs(hidden or {}),
    ]


def _link(item: Suggestion) -> list[Node]:
    return [
        h.a(href=item.href, target="_blank", rel="noopener")[item.what],
        item.why and h.small[item.why],
    ]
