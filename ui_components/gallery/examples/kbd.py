"""Examples of keys."""

from htpy import Node

from ui_components.gallery.registry import example
from ui_components.kbd import kbd
from ui_components.layout import row

GROUP = "Data"


@example("Keys", height=90)
def keys() -> Node:
    return row()[kbd("/"), kbd("Ctrl", "K"), kbd("Esc")]
