"""What somebody is told: the bell that counts it, and the list that holds it."""

from collections.abc import Sequence
from dataclasses import dataclass

from htpy import Node

from ui_components import html as h
from ui_components import icons
from ui_components.html import NO_ATTRS, Attrs, Tag
from ui_components.icons import IconName


def bell(label: str, *, href: str, count: str = "", id: str = "bell", hx: Attrs = NO_ATTRS) -> Tag:
    """``label`` says the count in words; an empty ``count`` shows none."""
    return h.a(
        hx,
        class_="btn bell",
        id=id,
        data_variant="ghost",
        data_size="icon",
        href=href,
        aria_label=label,
        title=label,
    )[icons.icon("bell"), count and h.span(class_="bell-count", aria_hidden="true")[count]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """``when`` is for people, ``at`` the same moment in ISO 8601."""

    id: str
    text: Node
    when: str
    at: str
    icon: IconName = "bell"
    detail: Node = None
    unread: str | None = None
    actions: Node = None


def notices(listed: Sequence[Notice], *, label: str) -> Tag:
    """``unread`` of a notice is the word for it, where it is."""
    return h.ol(class_="notices", aria_label=label)[[_notice(one) for one in listed]]


def _notice(notice: Notice) -> Tag:
    dot = h.span(class_="notice-dot")[h.span(class_="sr-only")[notice.unread]]
    return h.li(id=notice.id, data_unread=notice.unread is not None, data_row=True)[
        h.span(class_="notice-icon")[icons.icon(notice.icon)],
        h.div[
            h.div(class_="notice-text")[notice.text, notice.unread and dot],
            h.p(class_="notice-detail")[
                notice.detail and [notice.detail, " · "],
                h.time(datetime=notice.at)[notice.when],
            ],
        ],
        h.div(class_="notice-actions")[notice.actions],
    ]
