"""Native dialogs: in the middle, at the side, and the one that asks before something is done."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from htpy import Node, with_children

from ui_components import html as h
from ui_components.button import Variant, button, icon_button
from ui_components.field import hidden_inputs
from ui_components.html import NO_ATTRS, Attrs, Tag

DialogSize: TypeAlias = Literal["sm", "md", "lg"]


def opens(dialog_id: str) -> Attrs:
    """For a button: ``button(attrs=opens("new"))["New"]``."""
    return {"commandfor": dialog_id, "command": "show-modal"}


def closes(dialog_id: str) -> Attrs:
    """For the button in it: ``button(attrs=closes("new"))["Cancel"]``."""
    return {"commandfor": dialog_id, "command": "close"}


@with_children
def dialog(
    children: Node,
    *,
    id: str,
    title: str,
    description: str | None = None,
    footer: Node = None,
    size: DialogSize = "md",
    side: bool = False,
    open: bool = False,
    close_label: str = "Close",
    role: Literal["dialog", "alertdialog"] = "dialog",
) -> Tag:
    """``open`` is for one that comes in an answer: it shows itself, and leaves when closed.

    Give such answers an outlet (`app_shell` has one, see `OUTLET`), not a place that is morphed.
    """
    return h.dialog(
        id=id,
        class_="dialog",
        role=None if role == "dialog" else role,
        closedby="any" if role == "dialog" else None,
        data_size=size,
        data_side="end" if side else None,
        data_open=open,
        aria_labelledby=f"{id}-title",
        aria_describedby=f"{id}-description" if description else None,
    )[
        h.div[
            h.header[
                h.h2(id=f"{id}-title")[title],
                description and h.p(id=f"{id}-description")[description],
            ],
            children is not None and h.section[children],
            footer is not None and h.footer[footer],
            icon_button("x", close_label, size="sm", attrs=closes(id)),
        ]
    ]


@with_children
def side_panel(
    children: Node,
    *,
    id: str,
    title: str,
    description: str | None = None,
    footer: Node = None,
    size: DialogSize = "md",
    open: bool = False,
    close_label: str = "Close",
) -> Tag:
    """A dialog along the edge: for a record beside the list it belongs to."""
    return dialog(
        id=id,
        title=title,
        description=description,
        footer=footer,
        size=size,
        side=True,
        open=open,
        close_label=close_label,
    )[children]


def asks(question_id: str) -> Attrs:
    """For a submit button: opens that `question`, whose answers go along with the form."""
    return {"data-asks": question_id}


@with_children
def question(
    children: Node,
    *,
    id: str,
    title: str,
    answer_label: str,
    description: str | None = None,
    variant: Variant = "primary",
    cancel_label: str = "Cancel",
) -> Tag:
    """A small dialog between a submit button and its form, by ``asks.js``; see `asks`.

    Closing it unanswered means the form was not sent.
    """
    form_id = f"{id}-form"
    return dialog(
        id=id,
        title=title,
        description=description,
        size="sm",
        close_label=cancel_label,
        footer=[
            button(variant="outline", attrs=closes(id))[cancel_label],
            button(type="submit", variant=variant, attrs={"form": form_id, "value": "answered"})[
                answer_label
            ],
        ],
    )[h.form(id=form_id, class_="form", method="dialog")[children]]


def confirm(
    *,
    id: str,
    title: str,
    text: str,
    action: str,
    confirm_label: str,
    hidden: Mapping[str, str] | None = None,
    variant: Variant = "destructive",
    cancel_label: str = "Cancel",
    open: bool = False,
    hx: Attrs = NO_ATTRS,
) -> Tag:
    """Asks, then posts to ``action``. Open it with `opens`; say in ``text`` what will happen."""
    form_id = f"{id}-form"
    return dialog(
        id=id,
        title=title,
        description=text,
        size="sm",
        role="alertdialog",
        open=open,
        close_label=cancel_label,
        footer=[
            h.form(hx, id=form_id, action=action, method="post", hidden=True)[
                hidden_inputs(hidden or {})
            ],
            button(variant="outline", attrs=closes(id))[cancel_label],
            button(type="submit", variant=variant, attrs={"form": form_id})[confirm_label],
        ],
    )[None]
