"""Examples of layout."""

from htpy import Node

from ui_components.button import button
from ui_components.card import card
from ui_components.gallery.registry import example
from ui_components.layout import grid, link, narrow, padded, page_header, quiet, row, stack

GROUP = "Layout"


@example("Page header", height=120)
def header() -> Node:
    return page_header(
        "Clients",
        description="2,418 people across 312 companies",
        actions=[button(variant="outline", icon="upload")["Import"], button(icon="plus")["New"]],
    )


@example("Main part and aside", height=160)
def main_and_aside() -> Node:
    return grid(columns="main-aside")[card(title="Deals")["…"], card(title="Contact")["…"]]


@example("A narrow page", height=160)
def narrow_page() -> Node:
    return narrow[page_header("New client"), card["…"]]


@example("Room in a frame that has none", height=140)
def padded_note() -> Node:
    return card(title="Deals", flush=True)[padded["A word before the table."]]


@example("Tiles", height=140)
def tiles() -> Node:
    """Six where there is room, two on a phone."""
    return grid(columns="tiles")[[card[str(number)] for number in range(1, 7)]]


@example("Stack and row", height=160)
def stack_and_row() -> Node:
    return stack(gap="sm")[
        row(spread=True)[quiet()["On the left"], link(href="#right")["On the right"]],
        row(gap="xs")[quiet(small=True)["Small"], quiet(small=True)["and close"]],
    ]
