"""Examples of cards."""

from htpy import Node

from ui_components.button import button
from ui_components.card import card
from ui_components.facts import facts
from ui_components.gallery.registry import Playground, example

GROUP = "Layout"
playground = Playground(card, children="What belongs together.", given={"title": "Contact"})


@example("With everything", height=300)
def everything() -> Node:
    return card(
        title="Contact",
        description="Last changed yesterday by Grace Hopper, who owns it",
        action=button(variant="outline", size="sm", icon="pencil")["Edit"],
        footer="A client since 2024",
    )[facts([("E-mail", "ada@example.com"), ("Phone", "+44 20 7946 0958"), ("Notes", "")])]


@example("Plain", height=110)
def plain() -> Node:
    return card()["A quiet frame around something."]
