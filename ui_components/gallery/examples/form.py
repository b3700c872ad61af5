"""Examples of forms."""

from htpy import Node

from ui_components.button import button, link_button
from ui_components.field import text_field, textarea_field
from ui_components.form import form, form_grid, form_line
from ui_components.gallery.registry import example

GROUP = "Forms"


@example("A new client", height=360)
def new_client() -> Node:
    return form(
        action="#create",
        hidden={"csrf": "token"},
        guard="Throw away what you typed?",
        actions=[
            link_button(href="#back", variant="outline")["Cancel"],
            button(type="submit")["Create client"],
        ],
    )[
        form_grid[
            text_field("name", "Full name", required=True),
            text_field("email", "E-mail", type="email"),
            textarea_field("notes", "Notes"),
        ]
    ]


@example("In one line", height=120)
def in_one_line() -> Node:
    return form(action="#log")[
        form_line[
            text_field("client", "Client", required=True),
            text_field("note", "What happened", wide=True),
            text_field("day", "Follow up on", type="date"),
            button(type="submit")["Log it"],
        ]
    ]


@example("Refused", height=300)
def refused() -> Node:
    """It comes back with what was typed; the first wrong field has the focus."""
    return form(
        action="#create",
        refused=True,
        error="The client was not saved. One thing is left to mend.",
        actions=button(type="submit")["Create client"],
    )[
        form_grid[
            text_field("name", "Full name", value="Ada Lovelace"),
            text_field("email", "E-mail", value="ada@", error="Write it like name@example.com."),
        ]
    ]
