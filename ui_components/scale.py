"""From numbers to places on a chart: round ticks from zero up, and shares of a length."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from sys import float_info
from typing import Final

ROUND: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
ROUND_WHOLE: Final = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """From zero to ``steps`` times ``step``."""

    step: float
    steps: int

    @property
    def top(self) -> float:
        return self.step * self.steps

    @property
    def ticks(self) -> list[float]:
        return [self.step * number for number in range(self.steps + 1)]

    def share(self, size: float) -> float:
        """How far up ``size`` is, from 0 to 1."""
        return min(max(size / self.top, 0.0), 1.0)


def scale_of(sizes: Sequence[float], *, most: int = 4) -> Scale:
    """The smallest of at most ``most`` round steps that holds them all; whole where they are."""
    highest = max(sizes, default=0)
    if highest / most < float_info.min:  # nothing, or too little to be divided
        return Scale(1, 1)
    is_whole = all(float(size).is_integer() for size in sizes)
    step = _round_up(highest / most, ROUND_WHOLE if is_whole else ROUND)
    step = max(step, 1) if is_whole else step
    return Scale(step, ceil(highest / step - 1e-9))


def _round_up(size: float, leads: Sequence[float]) -> float:
    power: float = 10.0 ** floor(log10(size))
    return next(lead for lead in leads if lead * power >= size * (1 - 1e-9)) * power


def percent(share: float) -> str:
    """``12.5%``, which an SVG attribute takes: so bars grow with the screen and text does not."""
    return f"{round(share * 100, 2):g}%"


def pixels(length: float) -> str:
    return f"{round(length, 1):g}"
