"""Examples of popovers."""

from htpy import Node

from ui_components import html as h
from ui_components.button import button, icon_button, link_button
from ui_components.field import text_field
from ui_components.form import form
from ui_components.gallery.registry import example
from ui_components.layout import row
from ui_components.popover import opens_popover, popover

GROUP = "Overlays"


@example("An explanation", height=200)
def explanation() -> Node:
    """Escape, its cross and a click beside it close it."""
    return row(spread=True)[
        button(variant="outline", icon="info", attrs=opens_popover("forecast"))["Forecast"],
        popover(
            id="forecast",
            title="How it is counted",
            footer=link_button(href="#help", variant="outline", size="sm")["Read more"],
        )["Each amount times the probability of its stage."],
        icon_button("info", "What is a stage?", attrs=opens_popover("stage")),
        popover(id="stage", title="Stages", align="end", size="sm")["Where a deal stands."],
    ]


@example("A form", height=240)
def small_form() -> Node:
    return row[
        button(attrs=opens_popover("rename"))["Rename"],
        popover(id="rename", title="Rename", size="lg")[
            form(action="#rename")[
                text_field("name", "Name", value="Ours"), button(type="submit")["Save"]
            ]
        ],
    ]


@example("Much to read, upwards", height=330)
def much() -> Node:
    return h.div(class_="pt-60")[
        button(variant="outline", attrs=opens_popover("terms"))["Terms"],
        popover(id="terms", title="Terms", align="top")[
            [h.p[f"{number}. Everything that was agreed on."] for number in range(1, 9)]
        ],
    ]
