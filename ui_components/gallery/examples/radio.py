"""Examples of radio buttons."""

from htpy import Node

from ui_components.field import Option
from ui_components.gallery.registry import Playground, example
from ui_components.layout import grid
from ui_components.radio import radio_field

GROUP = "Forms"
SIZES = [Option("small", "Small"), Option("middle", "Middle"), Option("large", "Large")]
playground = Playground(
    radio_field, given={"name": "size", "label": "Size", "options": SIZES}, height=190
)


@example("One of a few", height=180)
def one() -> Node:
    return grid()[
        radio_field("size", "Size", SIZES, value="middle", hint="By employees"),
        radio_field("other", "Another size", SIZES, required=True),
    ]


@example("In a row", height=110)
def in_a_row() -> Node:
    return radio_field("size", "Size", SIZES, value="small", flow="row")


@example("As tags", height=130)
def as_tags() -> Node:
    named = ("Too expensive", "A competitor won", "No budget", "No answer")
    options = [Option(name, name) for name in named]
    return radio_field("reason", "Why it was lost", options, value="No budget", flow="tags")


@example("With something wrong", height=130)
def wrong() -> Node:
    return radio_field(
        "size", "Size", SIZES, flow="row", required=True, hint="By employees", error="Choose one."
    )


@example("Not now", height=180)
def not_now() -> Node:
    return grid()[
        radio_field("size", "Size", SIZES, value="large", disabled=True),
        radio_field("other", "Another size", SIZES, value="small", unavailable={"large"}),
    ]
