"""Examples of comboboxes."""

from htpy import Node

from ui_components import html as h
from ui_components.combobox import combo_field, combobox, combobox_input, combobox_options
from ui_components.field import Option
from ui_components.filter_bar import filter_bar
from ui_components.form import form_grid
from ui_components.gallery.registry import Playground, example
from ui_components.layout import stack

GROUP = "Forms"

ZONES = [Option("Europe/Berlin", "Berlin"), Option("Europe/Moscow", "Moscow")]
FOUND = [Option("1", "Acme Ltd"), Option("2", "Acorn Farms"), Option("3", "Actaeon AG")]
playground = Playground(
    combobox, given={"name": "client", "label": "Client", "source": "#", "options": FOUND}
)


@example("Empty", height=340)
def empty() -> Node:
    return combobox("client", "Client", source="#", placeholder="Type a name", required=True)


@example("With a choice", height=120)
def chosen() -> Node:
    return combobox("client", "Client", source="#", options=FOUND, value="2")


@example("Refused", height=140)
def refused() -> Node:
    return combobox("client", "Client", source="#", error="Please choose one.")


@example("What the server finds", height=420)
def found() -> Node:
    return stack[
        h.ul(role="listbox", aria_label="Found")[combobox_options(FOUND, id="found")],
        h.ul(role="listbox", aria_label="Many")[
            combobox_options(FOUND, more="And more: type on", id="many")
        ],
        h.ul(role="listbox", aria_label="Nothing")[combobox_options([], id="nothing")],
    ]


@example("In a filter bar", height=120)
def in_a_filter_bar() -> Node:
    return filter_bar(action="#", target="#list", label="Find deals")[
        combobox_input("owner", "Owner", source="#", empty="All owners"),
        combobox_input("client", "Client", source="#", options=FOUND, value="2"),
    ]


@example("A list in the page", height=130)
def listed() -> Node:
    """Type a part of it."""
    return form_grid[
        combo_field("zone", "Time zone", ZONES, value="Europe/Berlin", required=True),
        combo_field("other", "Another", ZONES, placeholder="Europe/…", error="No such zone."),
    ]


@example("Not now", height=120)
def not_now() -> Node:
    """To those who may not choose another."""
    return combobox("client", "Client", source="#", options=FOUND, value="2", disabled=True)
