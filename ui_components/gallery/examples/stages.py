"""Examples of stages."""

from htpy import Node

from ui_components.gallery.registry import example
from ui_components.stages import Stage, stages

GROUP = "Data"
PATH = (
    Stage(key="NEW", title="New", tone="info", note="for 3 days"),
    Stage(key="IN_PROGRESS", title="In progress", tone="warning", note="for 12 days"),
    Stage(key="WON", title="Won", tone="success", icon="trophy"),
    Stage(key="LOST", title="Lost", tone="danger", icon="circle-x"),
)


@example("On the way", height=90)
def on_the_way() -> Node:
    return stages(PATH, current="IN_PROGRESS", action="#move", hidden={}, label="Stage")


@example("Only to be looked at", height=90)
def fixed() -> Node:
    return stages(PATH, current="WON", action="#move", hidden={}, label="Stage", movable=False)
