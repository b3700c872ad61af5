"""One number that matters, with what it means."""

from ui_components import html as h
from ui_components import icons
from ui_components.badge import Tone
from ui_components.html import Tag
from ui_components.icons import IconName


def stat(
    label: str,
    value: str,
    *,
    note: str | None = None,
    note_tone: Tone = "neutral",
    icon: IconName | None = None,
    href: str | None = None,
) -> Tag:
    """``note`` says how it moved; the whole tile is a link when it has an ``href``."""
    number = h.a(href=href)[value] if href else value
    return h.dl(class_="stat")[
        h.dt[label, icon and icons.icon(icon)],
        h.dd[number],
        note and h.dd(class_="stat-note", data_tone=note_tone)[note],
    ]
