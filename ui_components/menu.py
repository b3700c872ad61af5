"""Menus: native popovers that open, close and take Escape without a script."""

from typing import Literal

from htpy import Node, with_children

from ui_components import html as h
from ui_components import icons
from ui_components.badge import Tone
from ui_components.html import NO_ATTRS, Attrs, Tag
from ui_components.icons import IconName


def opens_menu(menu_id: str) -> Attrs:
    """For the button beside it: ``button(attrs=opens_menu("more"))["More"]``."""
    return {"popovertarget": menu_id, "aria-haspopup": "true"}


@with_children
def menu(children: Node, *, id: str, align: Literal["start", "end", "top"] = "start") -> Tag:
    """``align`` is the side of its button it stays flush with; ``top`` opens upwards."""
    return h.div(
        class_="menu", id=id, popover="auto", data_align=None if align == "start" else align
    )[children]


def menu_link(
    label: str,
    *,
    href: str,
    icon: IconName | None = None,
    current: bool = False,
    hx: Attrs = NO_ATTRS,
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    """Goes somewhere; ``current`` marks where one is."""
    return h.a(hx, attrs, class_="menu-item", href=href, aria_current="true" if current else None)[
        icon and icons.icon(icon), label, current and _check
    ]


def menu_button(
    label: str,
    *,
    icon: IconName | None = None,
    type: Literal["button", "submit"] = "button",
    tone: Tone | None = None,
    current: bool = False,
    disabled: bool = False,
    hx: Attrs = NO_ATTRS,
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    """``submit`` for one that stands in a form."""
    return h.button(
        hx,
        attrs,
        class_="menu-item",
        type=type,
        data_tone=tone,
        disabled=disabled,
    )[icon and icons.icon(icon), label, current and _check]


def menu_heading(text: str) -> Tag:
    """What the entries below it have in common."""
    return h.p(class_="menu-heading")[text]


def menu_line() -> h.Void:
    """Parts the entries above from those below."""
    return h.hr(class_="menu-line")


_check = h.span(class_="menu-check")[icons.icon("check")]
