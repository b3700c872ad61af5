"""Markup with holes: rendered once by the tags themselves, filled many times by a join."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from htpy import Node
from markupsafe import Markup

from ui_components.html import escaped, markup

# Private-use characters stand around a hole's name while the markup is drawn. Values come later,
# so one that holds these characters is text like any other.
_OPEN: Final = "\ue000"
_CLOSE: Final = "\ue001"
_HOLE: Final = re.compile(f"{_OPEN}(.*?){_CLOSE}")


class Template:
    """What repeats hundreds of times on a page and differs in a few words.

    ``draw`` gets a hole for each name and puts it wherever text may stand, in an attribute or
    between tags. Tests compare each template with the same markup drawn without holes.
    """

    __slots__ = ("_holes", "_names", "_parts")

    def __init__(self, draw: Callable[..., Node], *names: str) -> None:
        holes = {name: f"{_OPEN}{name}{_CLOSE}" for name in names}
        self._names = names
        self._parts = _HOLE.split(markup(draw(**holes)))
        odd = list(enumerate(self._parts))[1::2]
        self._holes = [(place, names.index(name)) for place, name in odd]

    def fill(self, **values: str) -> Markup:
        """Escapes every value that is not markup already; a KeyError for a hole left open."""
        return self.fill_in_order([values[name] for name in self._names])

    def fill_in_order(self, values: Sequence[str]) -> Markup:
        """For what repeats most: as many values as names, in their order."""
        written = [escaped(value) for value in values]
        parts = self._parts.copy()
        for place, number in self._holes:
            parts[place] = written[number]
        return Markup("".join(parts))  # noqa: S704  # drawn by tags, filled with escaped values
