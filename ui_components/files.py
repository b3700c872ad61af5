"""Files of a record: choosing, dropping and sending them, and the list of those that are there.

Without scripts a button sends what was chosen; with them (record.js) each file goes by itself, with
its progress, as soon as it is chosen or dropped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from htpy import Node, with_children

from ui_components import html as h
from ui_components import hx, icons
from ui_components.alert import alert
from ui_components.button import button, icon_button
from ui_components.field import hidden_inputs
from ui_components.html import Attrs, Tag
from ui_components.menu import menu, opens_menu


@dataclass(frozen=True, slots=True, kw_only=True)
class FileItem:
    """``detail`` says how large it is, whose and from when; ``remove`` is a form."""

    key: str
    name: str
    href: str
    detail: str
    remove: Node = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DropTexts:
    """``too_large`` and ``failed`` are what the browser itself may have to say of a file."""

    choose: str = "Choose files"
    drop: str = "or drop them here"
    send: str = "Upload"
    too_large: str = "Too large"
    failed: str = "It could not be sent; please try again."
    waiting: str = "Waiting"
    checking: str = "Being checked"
    dismiss: str = "Dismiss"


@with_children
def drop_zone(children: Node) -> Tag:
    """Where files can be dropped for the `file_form` in it."""
    return h.div(class_="drop-zone", data_drop_zone=True)[children]


def file_form(
    *,
    action: str,
    target: str,
    hidden: Mapping[str, str],
    limit: int,
    accept: str | None = None,
    disabled: bool = False,
    texts: DropTexts | None = None,
) -> Tag:
    """``target`` is the selector of the list that an answer brings anew; ``limit`` is in bytes."""
    texts = texts or DropTexts()
    wired: Attrs = {
        "data-upload": target,
        "data-limit": limit,
        "data-too-large": texts.too_large,
        "data-failed": texts.failed,
        "data-checking": texts.checking,
    }
    chooser = h.label(class_="btn", data_variant="outline", data_size="sm")[
        icons.icon("upload"),
        texts.choose,
        h.input(
            type="file",
            class_="sr-only",
            name="files",
            multiple=True,
            accept=accept,
            disabled=disabled,
        ),
    ]
    return h.form(
        wired, class_="file-form", action=action, method="post", enctype="multipart/form-data"
    )[
        hidden_inputs(hidden),
        h.div[
            chooser,
            h.span(class_="with-scripts")[texts.drop],
            h.div(class_="without-scripts")[
                button(type="submit", size="sm", disabled=disabled)[texts.send]
            ],
        ],
        h.ul(hx.MORPH_SKIP, class_="uploads", aria_live="polite"),
        h.template[_upload(texts)],
    ]


def file_list(
    items: Sequence[FileItem],
    *,
    id: str,
    label: str,
    empty: Node,
    refused: Sequence[str] = (),
    remove_label: str = "Remove",
    focused: bool = False,
) -> Tag:
    """``refused`` says what was not taken, and why; ``focused`` after one of them was removed."""
    shown = h.ul(class_="file-list", aria_label=label)[
        [_item(item, remove_label) for item in items]
    ]
    # Whoever stands here still does when the page is morphed with what others did.
    return h.div(class_="files", id=id, tabindex="-1", data_focus=focused)[
        alert(tone="danger", attrs={"role": "alert"})[
            h.ul(data_refusal=True)[[h.li[each] for each in refused]]
        ]
        if refused
        else None,
        shown if items else empty,
    ]


def _item(item: FileItem, remove_label: str) -> Tag:
    menu_id = f"file-{item.key}"
    opener = icon_button(
        "trash-2", f"{remove_label}: {item.name}", size="sm", attrs=opens_menu(menu_id)
    )
    return h.li[
        h.a(href=item.href, download=True)[icons.icon("download"), h.span[item.name]],
        h.small[item.detail],
        item.remove and [opener, menu(id=menu_id, align="end")[item.remove]],
    ]


def _upload(texts: DropTexts) -> Tag:
    """One file on its way."""
    return h.li[
        h.span(data_name=True),
        h.progress(max=100, value=0, aria_label=texts.waiting),
        h.small(data_told=True)[texts.waiting],
        icon_button("x", texts.dismiss, size="xs", attrs={"data-forget": True, "hidden": True}),
    ]
