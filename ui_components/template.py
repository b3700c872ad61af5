"""Markup with holes: rendered once by the tags themselves, filled many times by a join."""

import re
from collections.abc import Callable
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

    __slots__ = ("_holes", "_parts")

    def __init__(self, draw: Callable[..., Node], *names: str) -> None:
        holes = {name: f"{_OPEN}{name}{_CLOSE}" for name in names}
        parts = _HOLE.split(markup(draw(**holes)))
        self._parts = parts
        self._holes = list(enumerate(parts))[1::2]

    def fill(self, **values: str) -> Markup:
        """Escapes every value that is not markup already; a KeyError for a hole left open."""
        written = {name: escaped(value) for name, value in values.items()}
        parts = self._parts.copy()
        for place, name in self._holes:
            parts[place] = written[name]
        return Markup("".join(parts))  # noqa: S704 (drawn by tags, filled with escaped values)
