"""Examples of tooltips."""

from htpy import Node

from ui_components import html as h
from ui_components.button import button, link_button
from ui_components.gallery.registry import Playground, example
from ui_components.layout import row
from ui_components.tooltip import explained_by, tooltip

GROUP = "Overlays"
LONG = "Moves the deal to the last column, tells its owner, and asks what the next step is."
playground = Playground(
    tooltip,
    children=button(attrs=explained_by("tip"))["Win"],
    given={"id": "tip", "text": "It cannot be lost afterwards", "side": "bottom"},
)


@example("About a control", height=170)
def control() -> Node:
    """Point at it or tab to it; Escape sends it away."""
    return row(spread=True)[
        tooltip(id="tip-win", text="It cannot be lost afterwards", side="bottom")[
            button(attrs=explained_by("tip-win"))["Win"]
        ],
        tooltip(id="tip-log", text="Everything that happened", side="bottom")[
            link_button(href="#log", variant="outline", attrs=explained_by("tip-log"))["Log"]
        ],
    ]


@example("Above, where there is room", height=190)
def above() -> Node:
    """It goes to the other side where there is none."""
    return h.div(class_="pt-16")[
        tooltip(id="tip-long", text=LONG)[
            button(variant="secondary", attrs=explained_by("tip-long"))["Much to say"]
        ]
    ]
