"""How a number went, as small as a word."""

from collections.abc import Sequence
from typing import Final

from ui_components import html as h
from ui_components.chart import Value
from ui_components.html import Tag
from ui_components.scale import pixels

WIDE: Final = 100
TALL: Final = 28


def sparkline(values: Sequence[Value], *, name: str) -> Tag:
    """As wide as its place. Its numbers are read out, for there is no room for a table."""
    highest = max((value.size for value in values), default=0) or 1
    step = WIDE / max(len(values) - 1, 1)
    line = [
        f"{pixels(step * place)} {pixels(TALL - 2 - (TALL - 4) * value.size / highest)}"
        for place, value in enumerate(values)
    ]
    if len(line) == 1:
        line.append(f"{WIDE} {line[0].split()[1]}")
    said = ", ".join(value.text for value in values)
    return h.svg(
        class_="sparkline",
        width="100%",
        height=str(TALL),
        viewBox=f"0 0 {WIDE} {TALL}",
        preserveAspectRatio="none",
        role="img",
        aria_label=f"{name}: {said}" if said else name,
    )[_drawn(line) if line else None]


def _drawn(line: Sequence[str]) -> list[Tag]:
    points = "L".join(line)
    return [
        h.path(class_="spark-area", d=f"M0 {TALL}L{points}L{WIDE} {TALL}Z"),
        h.path(class_="spark-line", d=f"M{points}", vector_effect="non-scaling-stroke"),
    ]
