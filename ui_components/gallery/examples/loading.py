"""Examples of waiting."""

from htpy import Node

from ui_components.gallery.registry import Playground, example
from ui_components.loading import polled, progress, skeleton, spinner

GROUP = "Feedback"
playground = Playground(progress, given={"value": 40, "max": 100, "label": "Rows"})


@example("Spinner", height=90)
def unknown() -> Node:
    return spinner()


@example("Skeleton")
def stands_in() -> Node:
    return skeleton(lines=4)


@example("Progress", height=100)
def counted() -> Node:
    return progress(5_120, max=14_277, label="Rows imported", note="5,120 of 14,277")


@example("Asked again until it is over", height=140)
def asked_again() -> Node:
    bar = progress(14_277, max=14_277, label="Rows imported", note="All of 14,277")
    return polled(id="run", href="#run", over=True)[bar]
