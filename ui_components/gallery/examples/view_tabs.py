"""Examples of view tabs."""

from htpy import Node

from ui_components.button import button
from ui_components.gallery.registry import example
from ui_components.view_tabs import ViewTab, view_tabs

GROUP = "Data"


@example("Above a list", height=110)
def above_a_list() -> Node:
    return view_tabs(
        [
            ViewTab(label="All", href="#all", current=True),
            ViewTab(label="Mine", href="#mine"),
            ViewTab(label="New this month", href="#new"),
            ViewTab(label="Without deals", href="#without", icon="users", note="Shared"),
        ],
        label="Views",
        actions=button(variant="ghost", size="sm", icon="save")["Save view"],
    )
