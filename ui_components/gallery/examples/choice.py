"""Examples of choosing."""

from htpy import Node

from ui_components.choice import Choice, check_list, radio_cards
from ui_components.gallery.registry import Playground, example
from ui_components.layout import stack

GROUP = "Forms"
KINDS = [
    Choice(value="clients", label="Clients", hint="Companies and people", icon="users"),
    Choice(value="deals", label="Deals", hint="With their stages", icon="square-kanban"),
]
SCOPES = [
    Choice(value="read", label="Read", hint="Sees what you see"),
    Choice(value="write", label="Write", hint="Changes what you may change"),
]
playground = Playground(
    radio_cards,
    given={"name": "kind", "label": "What is in it", "choices": KINDS, "value": "clients"},
)


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


@example("Not now", height=210)
def not_now() -> Node:
    """To those who may not change it."""
    return check_list("scopes", "It may", SCOPES, values=["read"], disabled=True)
