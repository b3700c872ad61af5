"""Examples of bulk bars."""

from htpy import Node

from ui_components import html as h
from ui_components.bulk_bar import bulk_bar, bulk_choice, bulk_reach
from ui_components.button import button
from ui_components.field import Option, select_input
from ui_components.gallery.examples.table import COLUMNS, PEOPLE, key
from ui_components.gallery.registry import example
from ui_components.layout import stack
from ui_components.table import Selection, data_table

GROUP = "Data"


@example("Below a table", height=420, scripts=("selection.js",))
def below_a_table() -> Node:
    """Tick a row, then another one with Shift."""
    return stack[
        data_table(
            PEOPLE,
            COLUMNS,
            caption="People",
            row_key=key,
            selection=Selection(label=lambda who: f"Select {who.name}", form="people-bulk"),
        ),
        bulk_bar(
            id="people-bulk",
            action="#people",
            label="Change selected people",
            reach=bulk_reach(id="reach", query="search=a", everything="All 8,884 results"),
        )[
            bulk_choice(
                id="bulk-owner", label="Owner", icon="user", submit_label="Apply", value="assign"
            )[select_input("owner_id", "Owner", [Option("1", "Grace Hopper")], empty="Choose…")],
            button(
                type="submit",
                variant="outline",
                size="sm",
                icon="trash-2",
                attrs={"name": "action", "value": "delete"},
            )["Delete"],
        ],
        h.p["It stays in sight while the table is scrolled."],
    ]
