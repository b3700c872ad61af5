"""Waiting: unknown for how long, or counted."""

from htpy import Node

from ui_components import html as h
from ui_components.html import Tag


def spinner(label: str = "Loading…", *, id: str | None = None) -> Tag:
    return h.span(class_="spinner", role="status", id=id)[h.i(aria_hidden="true"), h.span[label]]


def skeleton(*, lines: int = 3, label: str = "Loading…") -> Tag:
    """Stands in for text that is on its way."""
    return h.div(class_="skeleton-lines", role="status")[
        h.span(class_="sr-only")[label],
        [h.div(class_="skeleton", aria_hidden="true") for _ in range(lines)],
    ]


def progress(value: int, *, max: int, label: str, note: Node = None, id: str | None = None) -> Tag:
    """``label`` names what is counted; ``note`` says how far it is in words."""
    bar = h.progress(value=value, max=max, aria_label=label)
    return h.div(class_="progress-line", id=id)[h.div[h.span[label], h.span[note]], bar]
