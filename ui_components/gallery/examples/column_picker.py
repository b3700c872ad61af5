"""Examples of column pickers."""

from htpy import Node

from ui_components.column_picker import ColumnChoice, column_picker
from ui_components.gallery.registry import example
from ui_components.layout import row

GROUP = "Data"


@example("Beside the filters", height=280)
def beside_the_filters() -> Node:
    """What is ticked is shown; the first column always is."""
    return row[
        column_picker(
            [
                ColumnChoice("company", "Company", shown=True),
                ColumnChoice("phone", "Phone", shown=True),
                ColumnChoice("created_at", "Created", shown=False),
            ],
            action="#columns",
            hidden={"list": "clients"},
        )
    ]
