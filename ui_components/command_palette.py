"""Everything that can be done and found, by typing a part of its name (palette.js)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from htpy import Node

from ui_components import html as h
from ui_components import icons
from ui_components.button import icon_button
from ui_components.dialog import closes
from ui_components.html import Attrs, Tag
from ui_components.icons import IconName
from ui_components.kbd import kbd

ID: Final = "palette"
OPTIONS: Final = f"{ID}-options"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Goes to ``href``, or sends the ``form`` of this id with ``attrs`` for its button.

    ``id`` is unique among those that are shown together.
    """

    id: str
    label: str
    icon: IconName
    href: str | None = None
    form: str | None = None
    detail: Node = None
    keys: str = ""
    hx: Attrs = field(default_factory=dict)
    attrs: Attrs = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandGroup:
    label: str
    commands: Sequence[Command]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteTexts:
    title: str = "Search and commands"
    placeholder: str = "Search or type a command…"
    close: str = "Close"
    choose: str = "choose"
    open: str = "open"


def palette_button(label: str, *, href: str, keys: str) -> Tag:
    """A link to the page that does the same without scripts; ``keys`` are shown in it."""
    return h.a(
        class_="palette-button", href=href, data_palette=True, aria_keyshortcuts="Control+K"
    )[icons.icon("search"), h.span[label], kbd(keys)]


def command_palette(
    groups: Sequence[CommandGroup],
    *,
    action: str,
    forms: Node,
    hx: Attrs,
    texts: PaletteTexts | None = None,
) -> Tag:
    """Once a page. ``hx`` asks for `command_options` while one types, into `OPTIONS`; ``action`` is
    the page of all that is found. ``forms`` are those that commands send.
    """
    texts = texts or PaletteTexts()
    return h.dialog(class_="palette", id=ID, closedby="any", aria_label=texts.title)[
        h.div[
            h.form(hx, class_="palette-search", action=action, method="get", role="search")[
                icons.icon("search"),
                h.input(
                    type="text",
                    name="q",
                    id=f"{ID}-input",
                    role="combobox",
                    aria_label=texts.title,
                    aria_expanded="true",
                    aria_controls=OPTIONS,
                    aria_autocomplete="list",
                    autocomplete="off",
                    spellcheck="false",
                    maxlength="100",
                    placeholder=texts.placeholder,
                ),
                icon_button("x", texts.close, size="sm", attrs=closes(ID)),
            ],
            command_options(groups, label=texts.title),
            h.footer[kbd("↑↓"), texts.choose, kbd("↵"), texts.open, kbd("Esc"), texts.close],
            forms,
        ]
    ]


def command_options(
    groups: Sequence[CommandGroup], *, label: str, empty: Node = None, status: str = ""
) -> Tag:
    """What can be chosen now. ``status`` is told to those who cannot see how many there are."""
    shown = [group for group in groups if group.commands]
    return h.div(class_="palette-found", id=f"{OPTIONS}-frame")[
        h.div(id=OPTIONS, role="listbox", aria_label=label)[[_group(group) for group in shown]],
        empty if not shown else None,
        h.p(class_="sr-only", role="status")[status],
    ]


def _group(group: CommandGroup) -> Tag:
    id = f"{ID}-{group.commands[0].id}-group"
    return h.div(role="group", aria_labelledby=id)[
        h.div(class_="palette-heading", id=id, role="presentation")[group.label],
        [_option(command) for command in group.commands],
    ]


def _option(command: Command) -> Tag:
    shared: Attrs = {
        "class": "palette-option",
        "id": f"{ID}-{command.id}",
        "role": "option",
        "tabindex": "-1",
        "aria-selected": "false",
    }
    content: Node = [
        icons.icon(command.icon),
        h.span(class_="palette-label")[command.label],
        command.detail and h.span(class_="palette-detail")[command.detail],
        command.keys and kbd(*command.keys.upper().split()),
    ]
    if command.href is not None:
        return h.a(command.hx, command.attrs, shared, href=command.href)[content]
    return h.button(command.attrs, shared, type="submit", form=command.form)[content]
