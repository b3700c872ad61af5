"""Where this page is."""

from collections.abc import Sequence

from ui_components import html as h
from ui_components import icons
from ui_components.html import Tag


def breadcrumb(
    parents: Sequence[tuple[str, str]], current: str, *, label: str = "Breadcrumb"
) -> Tag:
    """``parents`` are (label, address), the farthest first."""
    separator = h.li(aria_hidden="true")[icons.icon("chevron-right")]
    return h.nav(class_="breadcrumb", aria_label=label)[
        h.ol[
            [[h.li[h.a(href=href)[name]], separator] for name, href in parents],
            h.li[h.span(aria_current="page")[current]],
        ]
    ]
