"""Examples of pairing."""

from htpy import Node

from ui_components.field import Option, select_input
from ui_components.gallery.registry import example
from ui_components.layout import quiet
from ui_components.pairing import Pair, pairing

GROUP = "Forms"
FIELDS = [Option("name", "Name"), Option("email", "E-mail")]


@example("Columns of a file", height=280)
def columns() -> Node:
    return pairing(
        [
            Pair(
                id="pair-0",
                name="Account",
                detail="Sunnamplex · Silis · Bioplex",
                control=select_input("field-0", "Account", FIELDS, value="name", empty="Leave out"),
            ),
            Pair(
                id="pair-1",
                name="Contact",
                detail="ann@example.com",
                control=select_input("field-1", "Contact", FIELDS, value="name", empty="Leave out"),
                error="Name comes from Account already.",
                more=quiet(small=True)["Read as text"],
            ),
        ],
        label="Columns",
    )
