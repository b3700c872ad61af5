"""Examples of paper."""

from htpy import Node

from ui_components import html as h
from ui_components.badge import badge
from ui_components.facts import facts
from ui_components.gallery.registry import Playground, example
from ui_components.layout import row, stack
from ui_components.print_frame import print_frame

GROUP = "Layout"
playground = Playground(print_frame, children="An offer", given={"label": "Offer"}, height=600)


@example("An offer", height=1180)
def offer() -> Node:
    return print_frame(
        label="Offer 17",
        header=[h.span["Analytical Engines"], h.span["2 March 2026"]],
        footer=[h.span["Offer 17"], h.span["Page 1 of 1"]],
    )[
        stack(gap="lg")[
            row(spread=True)[h.h2["Offer 17"], badge("Open", tone="success")],
            facts([("For", "Bletchley AG"), ("Amount", "€ 1,250.00"), ("Until", "31 March 2026")]),
            h.p["One difference engine, set up and explained."],
        ]
    ]


@example("Landscape, two sheets", height=900)
def landscape() -> Node:
    return [
        print_frame(label=f"Sheet {number}", size="letter", orientation="landscape")[
            h.p[f"Sheet {number}"]
        ]
        for number in (1, 2)
    ]
