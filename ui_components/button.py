"""Buttons, and links that look like them."""

from typing import Literal, TypeAlias

from htpy import Node, with_children

from ui_components import html as h
from ui_components import icons
from ui_components.html import NO_ATTRS, Attrs, Tag
from ui_components.icons import IconName

Variant: TypeAlias = Literal["primary", "secondary", "outline", "ghost", "link", "destructive"]
Size: TypeAlias = Literal["xs", "sm", "default", "lg"]
ButtonType: TypeAlias = Literal["button", "submit", "reset"]


def _look(variant: Variant, size: str) -> Attrs:
    return {
        "class": "btn",
        "data-variant": None if variant == "primary" else variant,
        "data-size": None if size == "default" else size,
    }


@with_children
def button(
    children: Node,
    *,
    variant: Variant = "primary",
    size: Size = "default",
    type: ButtonType = "button",
    icon: IconName | None = None,
    disabled: bool = False,
    busy: bool = False,
    hx: Attrs = NO_ATTRS,
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    """Does something here; use `link_button` for what goes somewhere."""
    return h.button(
        hx,
        attrs,
        _look(variant, size),
        type=type,
        disabled=disabled,
        aria_busy="true" if busy else None,
    )[icon and icons.icon(icon), children]


@with_children
def link_button(
    children: Node,
    *,
    href: str,
    variant: Variant = "primary",
    size: Size = "default",
    icon: IconName | None = None,
    hx: Attrs = NO_ATTRS,
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    """Goes somewhere and looks like a button; `button` is for what does something here."""
    return h.a(hx, attrs, _look(variant, size), href=href)[icon and icons.icon(icon), children]


def icon_button(
    icon: IconName,
    label: str,
    *,
    href: str | None = None,
    variant: Variant = "ghost",
    size: Size = "default",
    type: ButtonType = "button",
    disabled: bool = False,
    hx: Attrs = NO_ATTRS,
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    """An icon whose name is spoken and shown on hover; a link when it has an ``href``."""
    look = _look(variant, "icon" if size == "default" else f"icon-{size}")
    named = h.button if href is None else h.a
    return named(
        hx,
        attrs,
        look,
        href=href,
        type=type if href is None else None,
        disabled=disabled,
        aria_label=label,
        title=label,
    )[icons.icon(icon)]
