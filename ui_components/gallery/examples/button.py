"""Examples of buttons."""

from htpy import Node

from ui_components.button import button, icon_button, link_button
from ui_components.gallery.registry import Playground, example
from ui_components.layout import row

GROUP = "Actions"
playground = Playground(button, children="Save changes")


@example("Variants")
def variants() -> Node:
    """One primary action per view; the others step back."""
    return row()[
        button()["New client"],
        button(variant="secondary")["Duplicate"],
        button(variant="outline")["Export"],
        button(variant="ghost")["Cancel"],
        button(variant="link")["Learn more"],
        button(variant="destructive")["Delete"],
    ]


@example("Sizes")
def sizes() -> Node:
    return row()[
        button(size="xs")["Extra small"],
        button(size="sm")["Small"],
        button()["Default"],
        button(size="lg")["Large"],
    ]


@example("With an icon")
def with_icon() -> Node:
    return row()[
        button(icon="plus")["New client"],
        button(icon="upload", variant="outline")["Import"],
        link_button(href="#download", icon="download", variant="outline")["Export"],
    ]


@example("Only an icon")
def only_icon() -> Node:
    """The label is spoken, and shown on hover."""
    return row()[
        icon_button("pencil", "Edit"),
        icon_button("refresh-cw", "Refresh", variant="outline"),
        icon_button("external-link", "Open the deal", href="#deal"),
        icon_button("x", "Close", size="sm"),
        icon_button("trash-2", "Delete", variant="destructive"),
    ]


@example("States")
def states() -> Node:
    return row()[
        button(disabled=True)["Disabled"],
        button(busy=True)["Saving…"],
        button(variant="outline", disabled=True)["Disabled"],
        icon_button("lock", "Locked", disabled=True),
    ]
