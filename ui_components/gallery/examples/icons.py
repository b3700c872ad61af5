"""Examples of icons."""

from htpy import Node

from ui_components.gallery.registry import Playground, example
from ui_components.html import div, span
from ui_components.icons import icon, icon_names
from ui_components.layout import row

GROUP = "Data"
playground = Playground(icon, given={"name": "handshake"}, height=90)


@example("All of them", height=420)
def all_icons() -> Node:
    return row(gap="md")[
        [
            div(class_="grid w-24 justify-items-center gap-1")[
                icon(name, size="lg"), span(class_="text-muted-foreground text-xs")[name]
            ]
            for name in icon_names()
        ]
    ]


@example("Sizes", height=90)
def sizes() -> Node:
    return row()[[icon("handshake", size=size) for size in ("sm", "md", "lg", "xl")]]
