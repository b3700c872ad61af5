"""What can be done with the rows that are ticked in a table."""

from collections.abc import Mapping

from htpy import Node, with_children

from ui_components import html as h
from ui_components.button import Variant, button, icon_button
from ui_components.field import hidden_inputs
from ui_components.html import Tag
from ui_components.icons import IconName
from ui_components.menu import menu, opens_menu


@with_children
def bulk_bar(
    children: Node,
    *,
    id: str,
    action: str,
    label: str,
    hidden: Mapping[str, str] | None = None,
    reach: Node = None,
    count_label: str = "Selected: {count}",
    clear_label: str = "Clear selection",
) -> Tag:
    """A POST form that shows itself while rows of ``Selection(form=id)`` are ticked.

    Its buttons tell what to do by their own names and values; ``reach`` is a `bulk_reach`.
    """
    return h.form(
        id=id, class_="bulk-bar", action=action, method="post", aria_label=label, data_bulk=True
    )[
        hidden_inputs(hidden or {}),
        h.output(class_="bulk-count", data_count_label=count_label),
        reach,
        h.div(class_="bulk-actions")[children],
        icon_button("x", clear_label, size="sm", attrs={"data-select-none": True}),
    ]


def bulk_reach(*, id: str, query: str, everything: str | None, name: str = "everything") -> Tag:
    """Of which list the ticked rows are, as the server will read it again: swap it with the list.

    ``everything`` offers to take all that the list finds, where that is more than the page shows.
    """
    box = h.input(
        type="checkbox", class_="input", name=name, value="1", data_select_everything=True
    )
    return h.div(id=id, class_="bulk-reach")[
        hidden_inputs({"query": query}), everything and h.label[box, everything]
    ]


@with_children
def bulk_choice(
    children: Node,
    *,
    id: str,
    label: str,
    icon: IconName,
    submit_label: str,
    value: str,
    name: str = "action",
    variant: Variant = "outline",
) -> Tag:
    """A button of the bar that first asks for something: its fields are those of the bar's form."""
    return h.div[
        button(variant=variant, size="sm", icon=icon, attrs=opens_menu(id))[label],
        menu(id=id, align="top")[
            h.div(class_="bulk-fields")[
                children,
                button(type="submit", size="sm", attrs={"name": name, "value": value})[
                    submit_label
                ],
            ]
        ],
    ]
