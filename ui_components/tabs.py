"""Parts of one page, of which one is seen at a time.

Without scripts all of them are, one below the other. `view_tabs` are those that lead to another
page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from htpy import Node

from ui_components import html as h
from ui_components import icons
from ui_components.html import Attrs, Tag
from ui_components.icons import IconName


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """``key`` is unique among its tabs. ``hx`` may fetch what is in it when it is first opened:
    ``hx.request("get", url, target=panel_of("deal", "files"), trigger="click once")``.
    """

    key: str
    label: str
    content: Node
    icon: IconName | None = None
    count: int | None = None
    hx: Attrs = field(default_factory=dict)


def panel_of(tabs_id: str, key: str) -> str:
    """The selector of a panel, for what is swapped into it."""
    return f"#{tabs_id}-{key}"


def tabs(items: Sequence[Tab], *, id: str, label: str, selected: str | None = None) -> Tag:
    """The first is open unless ``selected``, or the end of the address, names another."""
    chosen = selected or (items[0].key if items else None)
    return h.div(class_="tabs", id=id)[
        h.div(class_="tab-list", role="tablist", aria_label=label)[
            [_tab(id, item, chosen=item.key == chosen) for item in items]
        ],
        [_panel(id, item, chosen=item.key == chosen) for item in items],
    ]


def _tab(tabs_id: str, item: Tab, *, chosen: bool) -> Tag:
    panel_id = f"{tabs_id}-{item.key}"
    return h.a(
        item.hx,
        id=f"{panel_id}-tab",
        href=f"#{panel_id}",
        role="tab",
        aria_controls=panel_id,
        aria_selected="true" if chosen else "false",
    )[
        item.icon and icons.icon(item.icon, size="sm"),
        item.label,
        item.count is not None and [" ", h.span(class_="tab-count")[item.count]],
    ]


def _panel(tabs_id: str, item: Tab, *, chosen: bool) -> Tag:
    panel_id = f"{tabs_id}-{item.key}"
    return h.div(
        class_="tab-panel",
        id=panel_id,
        role="tabpanel",
        tabindex=0,
        aria_labelledby=f"{panel_id}-tab",
        data_chosen=chosen,
    )[item.content]
