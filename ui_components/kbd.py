"""A key, or keys pressed together."""

from ui_components import html as h
from ui_components.html import Tag


def kbd(*keys: str) -> Tag:
    """``kbd("Ctrl", "K")``."""
    return h.kbd(class_="kbd")[" ".join(keys)]
