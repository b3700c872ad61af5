"""Examples of the ground that charts are drawn on."""

from htpy import Node

from ui_components.gallery.examples.chart import LOST, WEEKS, WON
from ui_components.gallery.registry import example
from ui_components.plot import plain, plot
from ui_components.scale import scale_of

GROUP = "Data"


@example("Round numbers from zero up", height=250)
def ground() -> Node:
    """Whole numbers where all that is counted is whole. Labels make room on a narrow screen."""
    return plot(WEEKS, [WON, LOST], scale=scale_of([3, 5, 2, 6]), name="Deals by week", tick=plain)[
        None
    ]
