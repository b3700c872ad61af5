"""Pages that follow what others do (live.js)."""

from dataclasses import dataclass

from htpy import Node, with_children

from ui_components import html as h
from ui_components.button import button
from ui_components.html import NO_ATTRS, Attrs, Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """``stream`` and ``poll`` are where events come from, ``position`` is where the page stands.

    ``hint`` is a `live_hint`, shown where something unsaved keeps a part from being renewed; what
    the ``reader`` (an id) did is never hinted at.
    """

    stream: str
    poll: str
    position: str
    reader: str
    hint: Node


def follows(*topics: str, url: str | None = None) -> Attrs:
    """For the part that a page's own address answers htmx with: it is morphed when records change.

    A topic is a kind (``deal``), one record with all that belongs to it (``client:ID``), a verb of
    a kind (``client.merged``), or ``*``. A part that has an address of its own says ``url``.
    """
    return {"data-live": " ".join(topics), "data-live-url": url}


def awaits(url: str) -> Attrs:
    """For what says that a page is not what it should be: ``url`` is asked every few seconds, and
    when it answers 200 the page is loaded anew, unless something on it is unsaved.
    """
    return {"data-awaits": url}


def live_attrs(live: Live) -> Attrs:
    """Where the page hears of changes, and up to which it knows them."""
    return {
        "data-live-stream": live.stream,
        "data-live-poll": live.poll,
        "data-live-position": live.position,
        "data-live-reader": live.reader,
    }


@with_children
def live_news(children: Node, *, id: str, attrs: Attrs = NO_ATTRS) -> Tag:
    """Above a list that does not renew itself: holds the button to what is new in it."""
    return h.div(attrs, class_="live-news", id=id, role="status")[children]


def live_hint(text: str, *, show: str) -> Tag:
    """Somebody changed what is shown; ``show`` names the button that fetches it."""
    return h.div(class_="live-hint", role="status")[
        h.span[text], button(variant="outline", size="xs")[show]
    ]
