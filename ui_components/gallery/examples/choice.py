"""Examples of choosing."""

from htpy import Node

from ui_components.choice import Choice, check_list, combo_field, radio_cards, switch_button
from ui_components.field import Option
from ui_components.form import form_grid
from ui_components.gallery.registry import example
from ui_components.layout import row, stack

GROUP = "Forms"
KINDS = [
    Choice(value="clients", label="Clients", hint="Companies and people", icon="users"),
    Choice(value="deals", label="Deals", hint="With their stages", icon="square-kanban"),
]
SCOPES = [
    Choice(value="read", label="Read", hint="Sees what you see"),
    Choice(value="write", label="Write", hint="Changes what you may change"),
]
ZONES = [Option("Europe/Berlin", "Berlin"), Option("Europe/Moscow", "Moscow")]


@example("One of a few", height=140)
def one() -> Node:
    return radio_cards("kind", "What is in it", KINDS, value="clients")


@example("Several", height=210)
def several() -> Node:
    return check_list("scopes", "It may", SCOPES, values=["read"], hint="Read is in all of them.")


@example("With something wrong", height=300)
def wrong() -> Node:
    return stack[
        radio_cards("kind", "What is in it", KINDS, value="", error="Choose one."),
        check_list("scopes", "It may", SCOPES, values=[], error="Choose at least one."),
    ]


@example("One of very many", height=130)
def very_many() -> Node:
    """Type a part of it."""
    return form_grid[
        combo_field("zone", "Time zone", ZONES, value="Europe/Berlin", required=True),
        combo_field("other", "Another", ZONES, placeholder="Europe/…", error="No such zone."),
    ]


@example("On and off", height=90)
def on_and_off() -> Node:
    return row[
        switch_button("Active", on=True),
        switch_button("Active", on=False),
        switch_button("Not now", on=False, disabled=True),
        switch_button("Mail: a task of mine is due", on=True, bare=True),
    ]
