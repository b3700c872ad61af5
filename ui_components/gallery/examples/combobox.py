"""Examples of comboboxes."""

from htpy import Node

from ui_components import html as h
from ui_components.combobox import combobox, combobox_options
from ui_components.field import Option
from ui_components.gallery.registry import example
from ui_components.layout import stack

GROUP = "Forms"

FOUND = [Option("1", "Acme Ltd"), Option("2", "Acorn Farms"), Option("3", "Actaeon AG")]


@example("Empty", height=340)
def empty() -> Node:
    return combobox("client", "Client", source="#", placeholder="Type a name", required=True)


@example("With a choice", height=120)
def chosen() -> Node:
    return combobox("client", "Client", source="#", options=FOUND, value="2")


@example("Refused", height=140)
def refused() -> Node:
    return combobox("client", "Client", source="#", error="Please choose one.")


@example("What the server finds", height=240)
def found() -> Node:
    return stack[
        h.ul(role="listbox", aria_label="Found")[combobox_options(FOUND, id="found")],
        h.ul(role="listbox", aria_label="Nothing")[combobox_options([], id="nothing")],
    ]
