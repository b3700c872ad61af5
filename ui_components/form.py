"""A form: its hidden values, what is wrong with it, and its buttons."""

from collections.abc import Mapping
from typing import Literal

from htpy import Node, with_children

from ui_components import html as h
from ui_components.alert import alert
from ui_components.field import hidden_inputs
from ui_components.html import NO_ATTRS, Attrs, Tag


@with_children
def form(
    children: Node,
    *,
    action: str,
    method: Literal["get", "post"] = "post",
    id: str | None = None,
    hidden: Mapping[str, str] | None = None,
    error: str | None = None,
    refused: bool = False,
    actions: Node = None,
    guard: str | None = None,
    multipart: bool = False,
    hx: Attrs = NO_ATTRS,
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    """``refused`` marks a form that came back: its first wrong field gets the focus.

    ``guard`` is the question asked before typed text is thrown away.
    """
    return h.form(
        hx,
        attrs,
        class_="form",
        id=id,
        action=action,
        method=method,
        enctype="multipart/form-data" if multipart else None,
        data_guard=guard,
        data_refused=refused,
        data_dirty=refused and guard is not None,
    )[
        hidden_inputs(hidden or {}),
        error and alert(tone="danger", attrs={"role": "alert"})[error],
        children,
        actions and h.div(class_="form-actions")[actions],
    ]


@with_children
def form_line(children: Node) -> Tag:
    """Fields side by side with their button at the end; the one marked ``wide`` takes the room."""
    return h.div(class_="form-line")[children]


@with_children
def form_grid(children: Node) -> Tag:
    """Fields in two columns where there is room."""
    return h.div(class_="form-grid")[children]
