"""Examples of menus."""

from htpy import Node

from ui_components.button import button, icon_button
from ui_components.gallery.registry import example
from ui_components.layout import row
from ui_components.menu import (
    menu,
    menu_button,
    menu_heading,
    menu_line,
    menu_link,
    opens_menu,
)

GROUP = "Overlays"


@example("Beside its button", height=280)
def beside() -> Node:
    """Escape closes it, the arrow keys walk through it."""
    return row(spread=True)[
        button(variant="outline", icon="ellipsis", attrs=opens_menu("actions"))["Actions"],
        menu(id="actions")[
            menu_heading("This deal"),
            menu_link("Open", href="#open", icon="external-link"),
            menu_button("Duplicate", icon="copy"),
            menu_line(),
            menu_button("Delete", icon="trash-2", tone="danger"),
        ],
        icon_button("languages", "Language", attrs=opens_menu("languages")),
        menu(id="languages", align="end")[
            menu_link("English", href="#en", current=True), menu_link("Русский", href="#ru")
        ],
    ]
