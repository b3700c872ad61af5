"""Examples of the palette."""

from htpy import Node

from ui_components.command_palette import (
    Command,
    CommandGroup,
    command_options,
    command_palette,
    palette_button,
)
from ui_components.empty import empty_state
from ui_components.gallery.registry import example
from ui_components.hx import request

GROUP = "Overlays"
GROUPS = [
    CommandGroup(
        label="Go to",
        commands=[
            Command(id="clients", label="Clients", icon="users", href="#clients", keys="g c"),
            Command(id="deals", label="Deals", icon="square-kanban", href="#deals", keys="g d"),
        ],
    ),
    CommandGroup(
        label="Records",
        commands=[
            Command(
                id="acme",
                label="Acme Roofing",
                icon="users",
                href="#acme",
                detail="ann@acme.example",
            )
        ],
    ),
]


@example("Opened by its button, or Ctrl K", height=420)
def opened() -> Node:
    asks = request("get", "#options", target="#palette-options-frame", trigger="foyer:never")
    return [
        palette_button("Search", href="#search", keys="Ctrl K"),
        command_palette(GROUPS, action="#search", forms=None, hx=asks),
    ]


@example("What can be chosen", height=240)
def options() -> Node:
    return command_options(GROUPS, label="Commands", status="3 found")


@example("Nothing found", height=200)
def nothing() -> Node:
    return command_options([], label="Commands", empty=empty_state("Nothing found"))
