"""Two records side by side, and a choice between them for each field in which they differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ui_components import html as h
from ui_components.html import Tag

Side: TypeAlias = Literal["left", "right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """``name`` is that of the form field; its value is the side that was chosen."""

    name: str
    label: str
    left: str
    right: str
    chosen: Side = "left"


def comparison(
    rows: Sequence[Compared],
    *,
    left: str,
    right: str,
    caption: str,
    absent: str = "—",
) -> Tag:
    """Where both say the same there is nothing to choose."""
    return h.table(class_="comparison")[
        h.caption(class_="sr-only")[caption],
        h.thead[h.tr[h.td, h.th(scope="col")[left], h.th(scope="col")[right]]],
        h.tbody[[_row(row, left, right, absent) for row in rows]],
    ]


def _row(row: Compared, left: str, right: str, absent: str) -> Tag:
    head = h.th(scope="row")[row.label]
    if row.left == row.right:
        return h.tr(data_same=True)[head, h.td(colspan=2)[row.left or absent]]
    sides: tuple[tuple[Side, str, str], ...] = (
        ("left", row.left, left),
        ("right", row.right, right),
    )
    return h.tr[head, [_choice(row, side, value, whose, absent) for side, value, whose in sides]]


def _choice(row: Compared, side: Side, value: str, whose: str, absent: str) -> Tag:
    radio = h.input(
        type="radio",
        class_="input",
        name=row.name,
        value=side,
        checked=row.chosen == side,
        aria_label=f"{row.label}, {whose}: {value or absent}",
    )
    return h.td[h.label[radio, h.span[value or absent]]]
