"""A few views of the same thing, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ui_components import html as h
from ui_components import icons
from ui_components.html import Attrs, Tag
from ui_components.icons import IconName


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    label: str
    href: str
    icon: IconName | None = None
    current: bool = False
    hx: Attrs = field(default_factory=dict)


def segmented(views: Sequence[View], *, label: str) -> Tag:
    """Links, of which the current one is pressed in; `tabs` are for parts of one page."""
    return h.nav(class_="segmented", aria_label=label)[
        [
            h.a(view.hx, href=view.href, aria_current="page" if view.current else None)[
                view.icon and icons.icon(view.icon), view.label
            ]
            for view in views
        ]
    ]
