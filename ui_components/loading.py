"""Waiting: unknown for how long, or counted."""

from htpy import Node, with_children

from ui_components import html as h
from ui_components import hx
from ui_components.button import link_button
from ui_components.html import NO_ATTRS, Tag


def spinner(*, label: str = "Loading…", id: str | None = None) -> Tag:
    """Something takes a while, nobody knows how long."""
    return h.span(class_="spinner", role="status", id=id)[h.i(aria_hidden="true"), h.span[label]]


def skeleton(*, lines: int = 3, label: str = "Loading…") -> Tag:
    """Stands in for text that is on its way."""
    return h.div(class_="skeleton-lines", role="status")[
        h.span(class_="sr-only")[label],
        [h.div(class_="skeleton", aria_hidden="true") for _ in range(lines)],
    ]


@with_children
def polled(
    children: Node, *, id: str, href: str, over: bool, refresh_label: str = "Refresh"
) -> Tag:
    """Asks ``href`` for itself each second until it comes back ``over``.

    Without scripts a link does it. What may have the focus belongs outside: each answer takes
    the place of the whole.
    """
    ask = hx.request(
        "get", href, target=f"#{id}", swap="outerHTML", trigger="load delay:1s, every 10s"
    )
    refresh = h.div(class_="without-scripts")[
        link_button(href=href, variant="outline", icon="refresh-cw")[refresh_label]
    ]
    return h.div(NO_ATTRS if over else ask, class_="polled", id=id)[
        children, None if over else refresh
    ]


def progress(value: int, *, max: int, label: str, note: Node = None, id: str | None = None) -> Tag:
    """``label`` names what is counted; ``note`` says how far it is in words."""
    bar = h.progress(value=value, max=max, aria_label=label)
    return h.div(class_="progress-line", id=id)[h.div[h.span[label], h.span[note]], bar]
