"""Examples of the theme menu."""

from htpy import Node

from ui_components.gallery.registry import Playground, example
from ui_components.theme_menu import Theme, theme_choice, theme_menu

GROUP = "Overlays"
playground = Playground(theme_menu, given={"current": "system", "action": "#theme"}, height=220)


@example("Closed", height=220)
def closed() -> Node:
    return theme_menu("system", action="#theme")


@example("All three in sight", height=90)
def in_sight() -> Node:
    names: dict[Theme, str] = {"light": "Light", "dark": "Dark", "system": "System"}
    return theme_choice("dark", action="#theme", names=names, hidden={})
