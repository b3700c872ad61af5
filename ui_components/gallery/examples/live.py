"""Examples of what pages say that follow others."""

from htpy import Node

from ui_components.gallery.registry import example
from ui_components.layout import stack
from ui_components.live import follows, live_hint

GROUP = "Feedback"


@example("Something changed")
def changed() -> Node:
    """Only where a form in the part holds something unsaved; else it is renewed at once."""
    part = stack(id="client", attrs=follows("client:17"))
    return part[live_hint("Somebody changed something here.", show="Show it")]
