"""Examples of dialogs."""

from htpy import Node

from ui_components.button import button
from ui_components.dialog import asks, closes, confirm, dialog, opens, question, side_panel
from ui_components.facts import facts
from ui_components.field import text_field
from ui_components.form import form
from ui_components.gallery.registry import Playground, example

GROUP = "Overlays"
playground = Playground(
    dialog,
    children="Loaded a moment ago.",
    given={"id": "acme", "title": "Acme Ltd", "open": True},
    height=420,
)


@example("In the middle", height=420)
def middle() -> Node:
    return [
        button(attrs=opens("new-contact"))["New contact"],
        dialog(
            id="new-contact",
            title="New contact",
            description="Add a person to your workspace.",
            footer=[
                button(variant="outline", attrs=closes("new-contact"))["Cancel"],
                button(type="submit", attrs={"form": "contact"})["Create"],
            ],
        )[
            form(action="#create", id="contact", guard="Throw away what you typed?")[
                text_field("name", "Full name", required=True),
                text_field("email", "E-mail", value="ada@", error="Write it like a@example.com."),
            ]
        ],
    ]


@example("Comes open", height=420)
def comes_open() -> Node:
    """As it arrives in an answer: it shows itself, and is gone when closed."""
    return dialog(id="welcome", title="Acme Ltd", open=True, size="sm")["Loaded a moment ago."]


@example("Along the side", height=420)
def side() -> Node:
    return [
        button(variant="outline", attrs=opens("panel"))["Show client"],
        side_panel(id="panel", title="Acme Ltd", description="Client since 2019")[
            facts([("E-mail", "info@acme.example"), ("Phone", "+44 20 7946 0958")])
        ],
    ]


@example("Asks first", height=420)
def asks_first() -> Node:
    return [
        button(variant="destructive", attrs=opens("delete"))["Delete client"],
        confirm(
            id="delete",
            title="Delete Acme Ltd?",
            text="The client and its 3 deals go to the trash. You can restore them for 30 days.",
            action="#delete",
            confirm_label="Delete client",
        ),
    ]


@example("A question on the way", height=420, scripts=("asks.js",))
def on_the_way() -> Node:
    """The form goes on with the answers, or not at all."""
    return [
        form(action="#lost", actions=button(type="submit", attrs=asks("why"))["Lost"]),
        question(id="why", title="Why was it lost?", answer_label="Mark as lost")[
            text_field("reason", "Reason", required=True)
        ],
    ]
