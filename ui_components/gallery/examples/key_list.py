"""Examples of the list of keys."""

from htpy import Node

from ui_components.card import card
from ui_components.gallery.registry import example
from ui_components.key_list import KeyGroup, Keys, key_list

GROUP = "Data"


@example("Keys by what they do", height=200)
def keys() -> Node:
    return card(title="Keyboard shortcuts")[
        key_list(
            [
                KeyGroup(
                    "Everywhere", [Keys("Search and commands", ["Ctrl K"]), Keys("Create", ["C"])]
                ),
                KeyGroup("Go to", [Keys("Clients", ["G", "C"]), Keys("Deals", ["G", "D"])]),
            ]
        )
    ]
