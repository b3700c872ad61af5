"""Examples of facts."""

from htpy import Node

from ui_components.badge import badge
from ui_components.facts import facts
from ui_components.gallery.registry import example
from ui_components.layout import link

GROUP = "Data"


@example("Of a client", height=210)
def of_client() -> Node:
    return facts(
        [
            ("E-mail", link(href="#mail")["ada@example.com"]),
            ("Phone", "+44 20 7946 0958"),
            ("Status", badge("Customer", tone="success")),
            ("Notes", ""),
        ]
    )
