"""What comes in, row by row, and what each becomes: a name with samples beside a choice."""

from collections.abc import Sequence
from dataclasses import dataclass

from htpy import Node

from ui_components import html as h
from ui_components import icons
from ui_components.html import Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """``control`` needs a name of its own; ``more`` is what the choice asks for besides."""

    id: str
    name: str
    detail: Node = None
    control: Node
    more: Node = None
    error: str | None = None


def pairing(pairs: Sequence[Pair], *, label: str) -> Tag:
    """A list in which each name stands beside its own choice."""
    return h.ul(class_="pairing", aria_label=label)[[_pair(pair) for pair in pairs]]


def _pair(pair: Pair) -> Tag:
    return h.li(id=pair.id, data_invalid="true" if pair.error else None)[
        h.div(class_="pair-name")[h.strong[pair.name], pair.detail and h.span[pair.detail]],
        icons.icon("arrow-right"),
        h.div(class_="pair-choice")[
            pair.control,
            pair.error
            and h.p(class_="field-error")[icons.icon("circle-alert", size="sm"), pair.error],
            pair.more,
        ],
    ]
