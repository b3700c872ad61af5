"""Examples of numbers."""

from decimal import Decimal

from htpy import Node

from ui_components.form import form_grid
from ui_components.gallery.registry import Playground, example
from ui_components.number import number_field

GROUP = "Forms"
playground = Playground(number_field, given={"name": "seats", "label": "Seats"})


@example("Numbers", height=190)
def numbers() -> Node:
    return form_grid[
        number_field("seats", "Seats", value=12, min=1, max=500, required=True),
        number_field("share", "Probability", value=40, min=0, max=100, step=5, unit="%"),
        number_field(
            "weight", "Weight", value=Decimal("1.250"), min=0, step=Decimal("0.001"), unit="kg"
        ),
        number_field("rate", "Rate", step="any", hint="As exact as you know it"),
    ]


@example("With something wrong", height=110)
def wrong() -> Node:
    """What was typed stays, whatever it was."""
    return form_grid[
        number_field("seats", "Seats", value="-3", min=1, error="One or more."),
        number_field(
            "share", "Probability", value="140", unit="%", hint="Of winning", error="At most 100."
        ),
    ]


@example("Not now", height=110)
def not_now() -> Node:
    return form_grid[number_field("seats", "Seats", value=12, unit="seats", disabled=True)]
