"""Examples of records' heads."""

from htpy import Node

from ui_components.badge import badge
from ui_components.button import button, icon_button
from ui_components.gallery.registry import example
from ui_components.record import record_header

GROUP = "Layout"


@example("Of a client", height=120)
def of_client() -> Node:
    return record_header(
        "Grace Hopper",
        id="head",
        detail="Eckert-Mauchly · Owned by Ada Lovelace",
        actions=[
            icon_button("phone", "Call +1 555 0100", href="tel:+15550100", variant="outline"),
            button(icon="plus")["New deal"],
        ],
    )


@example("In the trash", height=120)
def in_the_trash() -> Node:
    return record_header("Grace Hopper", id="head", mark=badge("In the trash", tone="warning"))
