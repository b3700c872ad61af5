"""Examples of the document; every preview of this gallery is one."""

from htpy import Node

from ui_components.document import document
from ui_components.gallery.registry import example
from ui_components.html import h1, main, pre

GROUP = "Layout"


@example("Its markup", height=330)
def markup() -> Node:
    page = document(title="Clients", headers={"X-CSRF-Token": "token"})[main[h1["Clients"]]]
    return pre(class_="gallery-code", tabindex="0")[
        "".join(page.iter_chunks()).replace("><", ">\n<")
    ]
