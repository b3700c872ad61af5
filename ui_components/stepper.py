"""The steps of something done in order, and where one is."""

from collections.abc import Sequence

from ui_components import html as h
from ui_components import icons
from ui_components.html import Tag


def stepper(steps: Sequence[str], *, current: int, label: str = "Steps") -> Tag:
    """``current`` counts from 0; all before it are done."""
    return h.ol(class_="stepper", aria_label=label)[
        [_step(name, number, current) for number, name in enumerate(steps)]
    ]


def _step(name: str, number: int, current: int) -> Tag:
    done = number < current
    mark = icons.icon("check", size="sm") if done else str(number + 1)
    return h.li(
        data_state="done" if done else None, aria_current="step" if number == current else None
    )[h.span(class_="step-mark")[mark], h.span(class_="step-name")[name]]
