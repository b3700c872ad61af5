"""Examples of steppers."""

from htpy import Node

from ui_components.gallery.registry import Playground, example
from ui_components.stepper import stepper

GROUP = "Feedback"
playground = Playground(
    stepper, given={"steps": ["File", "Columns", "Check", "Import"], "current": 1}, height=110
)


@example("An import", height=110)
def an_import() -> Node:
    return stepper(["Choose a file", "Match columns", "Check", "Import"], current=2)
