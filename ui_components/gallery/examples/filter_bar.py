"""Examples of filter bars."""

from htpy import Node

from ui_components.field import Option, search_input, select_input
from ui_components.filter_bar import chosen, filter_bar, more_filters
from ui_components.gallery.registry import example
from ui_components.number import number_field

GROUP = "Forms"


@example("Above a list", height=100)
def above_list() -> Node:
    return filter_bar(
        action="#clients", target="#clients", label="Filter clients", summary="8,884 clients"
    )[
        search_input("search", "Search clients", placeholder="Search clients…", hotkey="/"),
        select_input("owner", "Owner", [Option("1", "Grace Hopper")], empty="All owners"),
        select_input("status", "Status", [Option("WON", "Won")], empty="Any status"),
    ]


@example("With more of them", height=260)
def with_more() -> Node:
    return filter_bar(action="#deals", target="#deals", label="Filter deals")[
        search_input("search", "Search deals", placeholder="Search deals…"),
        more_filters(label="More", count=1)[number_field("amount", "Amount from", min=0)],
        chosen("Client: Acme Ltd", href="#without", remove_label="All clients"),
    ]
