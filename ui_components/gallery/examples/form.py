"""Examples of forms."""

from collections.abc import Mapping

from htpy import Node

from ui_components import hx
from ui_components.alert import alert
from ui_components.button import button, link_button
from ui_components.date_field import date_field
from ui_components.field import text_field, textarea_field
from ui_components.form import form, form_grid, form_line
from ui_components.gallery.registry import answer_url, example

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
            date_field("day", "Follow up on"),
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


def asked_back(sent: Mapping[str, str]) -> Node:
    """What the server of the example below answers."""
    email = sent.get("email", "")
    if "@" in email:
        return alert(tone="success", title="Saved")[f"News goes to {email}."]
    wrong = "Write it like name@example.com." if sent else None
    return form(
        action=answer_url("form", "sent", "saved"),
        method="get",
        id="news",
        refused=bool(sent),
        actions=button(type="submit")["Send me news"],
        hx=hx.request("get", answer_url("form", "sent", "saved"), target="#news", swap="outerHTML"),
    )[text_field("email", "E-mail", value=email, error=wrong)]


@example("Sent", height=240, answers={"saved": asked_back})
def sent() -> Node:
    """It comes back in its own place: with its errors, or with what became of it."""
    return asked_back({})
