"""The choice of what a table shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ui_components import html as h
from ui_components.button import button, icon_button
from ui_components.field import hidden_inputs
from ui_components.html import Tag
from ui_components.menu import menu, menu_heading, opens_menu


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    key: str
    label: str
    shown: bool


def column_picker(
    choices: Sequence[ColumnChoice],
    *,
    action: str,
    hidden: Mapping[str, str],
    label: str = "Columns",
    submit_label: str = "Show these",
    name: str = "columns",
    id: str = "columns",
) -> Tag:
    """A button that opens check boxes; the form posts the keys of the ticked ones as ``name``."""
    return h.div(class_="column-picker")[
        icon_button("columns-3", label, variant="outline", attrs=opens_menu(id)),
        menu(id=id, align="end")[
            h.form(action=action, method="post")[
                hidden_inputs(hidden),
                menu_heading(label),
                [_choice(choice, name) for choice in choices],
                button(type="submit", size="sm")[submit_label],
            ]
        ],
    ]


def _choice(choice: ColumnChoice, name: str) -> Tag:
    return h.label(class_="column-choice")[
        h.input(type="checkbox", class_="input", name=name, value=choice.key, checked=choice.shown),
        choice.label,
    ]
