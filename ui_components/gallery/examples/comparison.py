"""Examples of two records side by side."""

from htpy import Node

from ui_components.comparison import Compared, comparison
from ui_components.gallery.registry import example

GROUP = "Forms"


@example("Two clients", height=260)
def two_clients() -> Node:
    """Of what is the same in both there is nothing to choose."""
    return comparison(
        [
            Compared(name="name", label="Name", left="Acme", right="Acme Ltd"),
            Compared(name="phone", label="Phone", left="", right="+44 20 123", chosen="right"),
            Compared(name="company", label="Company", left="Acme", right="Acme"),
        ],
        left="Acme",
        right="Acme Ltd",
        caption="What the merged client is to hold",
    )
